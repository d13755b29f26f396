import { randomUUID } from 'node:crypto';
import { AwsError, UnsupportedError } from '../errors.js';
import { isIdentityId } from './identity-id.js';

/** Things and who is attached to them; plain JSON, so that it can be kept between two starts. */
export interface ThingsState {
  readonly things: Thing[];
}

export interface Thing {
  readonly thingName: string;
  readonly thingId: string;
  /** Identity IDs, oldest attachment first. */
  principals: string[];
}

/**
 * The registry.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/thing-registry.html
 */
export interface Things {
  /** Creating a thing again that is the same changes nothing, as on AWS. @throws AwsError for a name that AWS refuses */
  create(thingName: string): Thing;
  /** @throws AwsError `ResourceNotFoundException` */
  get(thingName: string): Thing;
  has(thingName: string): boolean;
  /** No error if there is no such thing. @throws AwsError while somebody is attached to it */
  delete(thingName: string): void;
  /** Attaching again changes nothing. @throws AwsError for a thing that there is not, and an ID that is none */
  attach(thingName: string, principal: string): void;
  /** Detaching what was not attached is no error. */
  detach(thingName: string, principal: string): void;
  isAttached(thingName: string, principal: string): boolean;
  /** Names of the things that the principal is attached to. */
  of(principal: string): readonly string[];
}

export function emptyThings(): ThingsState {
  return { things: [] };
}

export function createThings({ state, region }: { readonly state: ThingsState; readonly region: string }): Things {
  const { things } = state;
  const find = (thingName: string) => things.find((thing) => thing.thingName === thingName);

  const get = (thingName: string) => {
    const found = find(thingName);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `Thing ${thingName} not found.`, 404);
  };

  return {
    get,
    has: (thingName) => find(thingName) !== undefined,
    create(thingName) {
      checkName(thingName);
      const found = find(thingName);
      if (found !== undefined) return found;
      const thing = { thingName, thingId: randomUUID(), principals: [] };
      things.push(thing);
      return thing;
    },
    delete(thingName) {
      const thing = find(thingName);
      if (thing === undefined) return;
      if (thing.principals.length > 0) {
        const message = `Cannot delete. Thing ${thingName} is still attached to one or more principals`;
        throw new AwsError('InvalidRequestException', message, 400);
      }
      things.splice(things.indexOf(thing), 1);
    },
    attach(thingName, principal) {
      checkPrincipal(principal, region);
      const thing = get(thingName);
      if (!thing.principals.includes(principal)) thing.principals.push(principal);
    },
    detach(thingName, principal) {
      checkPrincipal(principal, region);
      const thing = get(thingName);
      thing.principals = thing.principals.filter((one) => one !== principal);
    },
    isAttached: (thingName, principal) => find(thingName)?.principals.includes(principal) ?? false,
    of: (principal) =>
      things.filter(({ principals }) => principals.includes(principal)).map(({ thingName }) => thingName),
  };
}

/** @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateThing.html */
function checkName(thingName: string): void {
  if (/^[a-zA-Z0-9:_-]{1,128}$/.test(thingName)) return;
  throw new AwsError('InvalidRequestException', `Invalid thing name: ${thingName}`, 400);
}

function checkPrincipal(principal: string, region: string): void {
  if (isIdentityId(principal, region)) return;
  if (principal.startsWith('arn:')) throw new UnsupportedError(`the certificate ${principal}`);
  throw new AwsError('InvalidRequestException', `Invalid principal: ${principal}`, 400);
}
