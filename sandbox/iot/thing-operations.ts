import { AwsError, UnsupportedError } from '../base/errors.js';
import {
  type ControlPlaneCall,
  type ControlPlaneOperation,
  type Permit,
  paginate,
  parameter,
  TOKEN_PAGES,
} from './control-plane-operation.js';
import type { Thing, Things } from './things.js';

export interface ThingOperationsOptions {
  readonly things: Things;
  readonly permit: Permit;
  readonly arn: (resource: string) => string;
}

/** Things, and the identities attached to them. */
export function thingOperations({ things, permit, arn }: ThingOperationsOptions): ControlPlaneOperation[] {
  const thingArn = (thingName: string) => arn(`thing/${thingName}`);
  const described = ({ thingName, thingId }: Thing) => ({ thingName, thingArn: thingArn(thingName), thingId });

  return [
    {
      name: 'iot:CreateThing',
      method: 'POST',
      path: '/things/:thingName',
      service: 'iot',
      run(call) {
        const thingName = parameter(call, 'thingName');
        permit(call, 'iot:CreateThing', thingArn(thingName));
        refuseDetails(call);
        return described(things.create(thingName));
      },
    },
    {
      name: 'iot:DescribeThing',
      method: 'GET',
      path: '/things/:thingName',
      service: 'iot',
      run(call) {
        const thingName = parameter(call, 'thingName');
        permit(call, 'iot:DescribeThing', thingArn(thingName));
        const thing = things.get(thingName);
        return { defaultClientId: thingName, ...described(thing), attributes: {}, version: 1 };
      },
    },
    {
      name: 'iot:DeleteThing',
      method: 'DELETE',
      path: '/things/:thingName',
      service: 'iot',
      run(call) {
        const thingName = parameter(call, 'thingName');
        permit(call, 'iot:DeleteThing', thingArn(thingName));
        const expected = call.query.get('expectedVersion');
        // Nothing here changes a thing, so each is in its first version.
        if (expected !== null && expected !== '1') {
          throw new AwsError('VersionConflictException', `The version of thing ${thingName} is 1.`, 409);
        }
        things.delete(thingName);
        return {};
      },
    },
    {
      name: 'iot:AttachThingPrincipal',
      method: 'PUT',
      path: '/things/:thingName/principals',
      service: 'iot',
      quota: 100,
      run(call) {
        const principal = principalOf(call);
        // The Service Authorization Reference has no resource type for it, so that only `*` covers it:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
        permit(call, 'iot:AttachThingPrincipal', '*');
        if (call.query.get('thingPrincipalType') === 'EXCLUSIVE_THING') {
          throw new UnsupportedError('thingPrincipalType EXCLUSIVE_THING of iot:AttachThingPrincipal');
        }
        things.attach(parameter(call, 'thingName'), principal);
        return {};
      },
    },
    {
      name: 'iot:DetachThingPrincipal',
      method: 'DELETE',
      path: '/things/:thingName/principals',
      service: 'iot',
      quota: 100,
      run(call) {
        const principal = principalOf(call);
        permit(call, 'iot:DetachThingPrincipal', '*');
        things.detach(parameter(call, 'thingName'), principal);
        return {};
      },
    },
    {
      name: 'iot:ListThingPrincipals',
      method: 'GET',
      path: '/things/:thingName/principals',
      service: 'iot',
      run(call) {
        const thingName = parameter(call, 'thingName');
        permit(call, 'iot:ListThingPrincipals', thingArn(thingName));
        const { page, next } = paginate(things.get(thingName).principals, call.query, TOKEN_PAGES);
        return { principals: page, ...next };
      },
    },
    {
      name: 'iot:ListPrincipalThings',
      method: 'GET',
      path: '/principals/things',
      service: 'iot',
      run(call) {
        const principal = principalOf(call);
        permit(call, 'iot:ListPrincipalThings', '*');
        const { page, next } = paginate(things.of(principal), call.query, TOKEN_PAGES);
        return { things: page, ...next };
      },
    },
  ];
}

/** What would make the thing more than its name: policies could ask for it, and here nothing answers. */
function refuseDetails({ body = {} }: ControlPlaneCall): void {
  const detail = Object.keys(body as object)[0];
  if (detail !== undefined) throw new UnsupportedError(`${detail} of iot:CreateThing`);
}

function principalOf({ headers }: ControlPlaneCall): string {
  const principal = headers['x-amzn-principal'];
  if (principal) return principal;
  throw new AwsError('InvalidRequestException', 'x-amzn-principal is missing', 400);
}
