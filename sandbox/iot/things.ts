import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { emptyTables, type Tables } from '../state/state.js';
import type { Kept } from '../state/table.js';
import { isIdentityId } from './identity-id.js';

const thing = z.strictObject({
  thingName: z.string(),
  thingId: z.string(),
  /** Identity IDs, oldest attachment first. */
  principals: z.array(z.string()),
});

export type Thing = Kept<z.infer<typeof thing>>;

/** Things and who is attached to them. */
export const thingTables = {
  /** By name. */
  things: thing,
};

export type ThingsState = Tables<typeof thingTables>;

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
  /** Oldest first. */
  list(): readonly Thing[];
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
  return emptyTables(thingTables);
}

export function createThings({ state, region }: { readonly state: ThingsState; readonly region: string }): Things {
  const { things } = state;
  const find = (thingName: string) => things.get(thingName);
  const byPrincipal = things.index(({ principals }) => principals);

  const get = (thingName: string) => {
    const found = find(thingName);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `Thing ${thingName} not found.`, 404);
  };

  return {
    get,
    has: (thingName) => find(thingName) !== undefined,
    list: () => [...things.values()],
    create(thingName) {
      checkName(thingName);
      const found = find(thingName);
      if (found !== undefined) return found;
      const thing = { thingName, thingId: randomUUID(), principals: [] };
      things.put(thingName, thing);
      return thing;
    },
    delete(thingName) {
      const thing = find(thingName);
      if (thing === undefined) return;
      if (thing.principals.length > 0) {
        const message = `Cannot delete. Thing ${thingName} is still attached to one or more principals`;
        throw new AwsError('InvalidRequestException', message, 400);
      }
      things.delete(thingName);
    },
    attach(thingName, principal) {
      checkPrincipal(principal, region);
      const thing = get(thingName);
      if (thing.principals.includes(principal)) return;
      things.put(thingName, { ...thing, principals: [...thing.principals, principal] });
    },
    detach(thingName, principal) {
      checkPrincipal(principal, region);
      const thing = get(thingName);
      const principals = thing.principals.filter((one) => one !== principal);
      if (principals.length < thing.principals.length) things.put(thingName, { ...thing, principals });
    },
    isAttached: (thingName, principal) => find(thingName)?.principals.includes(principal) ?? false,
    of: (principal) => byPrincipal(principal).map(({ thingName }) => thingName),
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
