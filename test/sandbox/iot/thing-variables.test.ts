import { createClock, type MovableClock } from '../../../sandbox/base/clock.js';
import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';
import { createAuthorizeDataPlane } from '../../../sandbox/iot/data-plane.js';
import { createThings, emptyThings } from '../../../sandbox/iot/things.js';
import { policyAttachmentsOf } from '../../support/policy-attachments.js';
import { identityId, parse, topic } from '../iam/policies.js';

const all = { Effect: 'Allow', Action: 'iot:*', Resource: '*' };
const own = { Effect: 'Allow', Action: 'iot:Publish', Resource: topic('things/${iot:Connection.Thing.ThingName}/*') };
const attached = { ...all, Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } };
const others = { ...all, Effect: 'Deny', Resource: own.Resource };
let clock: MovableClock;
beforeEach(() => {
  clock = createClock();
});
afterEach(() => clock.stop());

interface Given {
  readonly role?: object[];
  readonly policy?: object[];
  readonly to?: string;
  readonly clientId?: string | undefined;
}

function mayPublish({ role = [all], policy = [own], to = identityId, clientId = 'press' }: Given): boolean {
  const document = { Version: '2012-10-17', Statement: policy };
  const attachments = policyAttachmentsOf({ policyName: 'P', document }, { clock });
  attachments.attach('P', identityId);
  const things = createThings({ state: emptyThings(), region: 'us-east-1' });
  for (const name of ['press', 'drill']) things.create(name);
  things.attach('press', to);
  const authorize = createAuthorizeDataPlane({ attachments, things, decisions: createDecisionLog(clock.now), clock });
  const cognito = {
    identityId,
    identityPoolId: 'pool',
    authenticationType: 'authenticated' as const,
    amr: ['authenticated'],
    authenticationProvider: '',
  };
  const principal = { accountId: '1', arn: 'a', roleArn: 'r', userId: 'u', documents: [parse(...role)], cognito };
  const request = { action: 'iot:Publish', resource: topic('things/press/state'), clientId, sourceIp: undefined };
  return authorize(principal, request).allowed;
}

describe('the thing policy variables', () => {
  it.each([
    { title: 'are filled for the attached identity under the name of the thing', given: {}, allowed: true },
    { title: 'are not under another client ID', given: { clientId: identityId }, allowed: false },
    {
      title: 'are not under the name of a thing that it is not attached to',
      given: { clientId: 'drill' },
      allowed: false,
    },
    { title: 'are not for another identity', given: { to: identityId.replace(/1$/, '2') }, allowed: false },
    { title: 'say in a condition that it is attached', given: { policy: [attached] }, allowed: true },
    {
      title: 'say in a condition that it is not',
      given: { policy: [attached], clientId: 'drill' },
      allowed: false,
    },
    { title: 'without a value deny nothing', given: { policy: [all, others], clientId: 'drill' }, allowed: true },
    { title: 'have no value in a role', given: { role: [own], policy: [all] }, allowed: false },
    { title: 'have no value in a condition of a role', given: { role: [attached], policy: [all] }, allowed: false },
  ])('$title', ({ given, allowed }) => {
    expect(mayPublish(given)).toBe(allowed);
  });
});
