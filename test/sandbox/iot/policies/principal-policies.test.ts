import {
  AttachPrincipalPolicyCommand,
  DetachPrincipalPolicyCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListPolicyPrincipalsCommand,
  ListPrincipalPoliciesCommand,
  type ListPrincipalPoliciesCommandInput,
} from '@aws-sdk/client-iot';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { iotClients } from '../../../support/iot-clients.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { signedInUser } from '../../../support/signed-in-user.js';
import { policyCalls } from './policy-calls.js';

const identity = (number: number) => `us-east-1:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let sandbox: Sandbox;
let iot: IoTClient;
beforeAll(async () => {
  sandbox = await runningSandbox();
  iot = iotClients(sandbox).iot;
  for (const name of ['One', 'Two', 'Three']) await policyCalls(iot).create(name);
});
// A second passes between two tests, for their quotas.
beforeEach(() => sandbox.clock.advance(1000));
afterAll(() => sandbox.stop());

const attach = (principal: string, policyName = 'One') =>
  iot.send(new AttachPrincipalPolicyCommand({ policyName, principal }));
const detach = (principal: string, policyName = 'One') =>
  iot.send(new DetachPrincipalPolicyCommand({ policyName, principal }));
async function names(input: ListPrincipalPoliciesCommandInput) {
  const { policies = [], nextMarker } = await iot.send(new ListPrincipalPoliciesCommand(input));
  return { names: policies.map(({ policyName }) => policyName), nextMarker };
}

describe('AttachPrincipalPolicy', () => {
  it('does what AttachPolicy does, once however often it is called, until it is detached', async () => {
    const principal = identity(1);
    await attach(principal);
    await attach(principal);
    const policyArn = 'arn:aws:iot:us-east-1:111122223333:policy/One';
    const expected = [{ policyName: 'One', policyArn }];
    expect((await iot.send(new ListAttachedPoliciesCommand({ target: principal }))).policies).toEqual(expected);
    expect((await iot.send(new ListPrincipalPoliciesCommand({ principal }))).policies).toEqual(expected);
    await detach(principal);
    await detach(principal);
    expect(await names({ principal })).toEqual({ names: [], nextMarker: undefined });
  });

  it.each([
    { title: 'a policy that is not there', principal: identity(2), name: 'Nope', error: 'ResourceNotFoundException' },
    { title: 'an identity of another Region', principal: `eu-west-1${identity(2).slice(9)}`, name: 'One' },
    { title: 'a certificate', principal: 'arn:aws:iot:us-east-1:111122223333:cert/a', name: 'One' },
  ])('is refused for $title', async ({ principal, name, error = 'InvalidRequestException' }) => {
    await expect(attach(principal, name)).rejects.toMatchObject({ name: error });
    await expect(detach(principal, name)).rejects.toMatchObject({ name: error });
  });

  it('is refused beyond fifteen a second', async () => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, number) => attach(identity(100 + number))));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(errors).toContain('ThrottlingException');
  });
});

describe('the lists', () => {
  it('go page by page, in the order that was asked for', async () => {
    const principal = identity(3);
    for (const name of ['One', 'Two', 'Three']) await attach(principal, name);
    const first = await names({ principal, ascendingOrder: true, pageSize: 2 });
    expect(first.names).toEqual(['One', 'Two']);
    const rest = await names({ principal, ascendingOrder: true, marker: first.nextMarker });
    expect(rest).toEqual({ names: ['Three'], nextMarker: undefined });
    expect((await names({ principal })).names).toEqual(['Three', 'Two', 'One']);
  });

  it('name the principals of a policy, which has to be there', async () => {
    await attach(identity(4), 'Three');
    const list = (policyName: string) =>
      iot.send(new ListPolicyPrincipalsCommand({ policyName, ascendingOrder: true }));
    expect((await list('Three')).principals).toEqual([`111122223333:${identity(3)}`, `111122223333:${identity(4)}`]);
    await expect(list('Nope')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

it('no user of the app may call any of them', async () => {
  const { identityId: principal, credentials } = await signedInUser(sandbox);
  const asUser = iotClients(sandbox, credentials).iot;
  const denied = (action: string, resource: string) => ({
    name: 'AccessDeniedException',
    // Of a Cognito identity IAM is asked for the bare ID.
    message: expect.stringContaining(`iot:${action} on resource: ${resource}`),
  });
  const one = { policyName: 'One', principal };
  await expect(asUser.send(new AttachPrincipalPolicyCommand(one))).rejects.toMatchObject(
    denied('AttachPrincipalPolicy', principal),
  );
  await expect(asUser.send(new DetachPrincipalPolicyCommand(one))).rejects.toMatchObject(
    denied('DetachPrincipalPolicy', principal),
  );
  await expect(asUser.send(new ListPrincipalPoliciesCommand({ principal }))).rejects.toMatchObject(
    denied('ListPrincipalPolicies', principal),
  );
  await expect(asUser.send(new ListPolicyPrincipalsCommand({ policyName: 'One' }))).rejects.toMatchObject(
    denied('ListPolicyPrincipals', 'arn:aws:iot:us-east-1:111122223333:policy/One'),
  );
});
