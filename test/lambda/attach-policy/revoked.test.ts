import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { functionUnderTest } from './function-under-test.js';
import { directContext, httpApiEvent, identityId, lambdaContext, restEvent } from './signed-request.js';

const REVOKED_POLICY_NAME = 'Nobody';

const withAttached = (
  names: readonly string[],
  overrides: Readonly<Record<string, string>> = { REVOKED_POLICY_NAME },
) => {
  const lambda = functionUnderTest(overrides);
  const policies = names.map((policyName) => ({ policyName }));
  lambda.iot.on(ListAttachedPoliciesCommand).resolves({ policies });
  return lambda;
};

describe('GET of an identity to which the Deny policy is attached', () => {
  it.each([
    { names: ['MyPolicy', 'Nobody'], attached: true },
    { names: ['Nobody'], attached: false },
  ])('says revoked, and whether the shared one is attached: $names', async ({ names, attached }) => {
    const { statusCode, json } = await withAttached(names).answer(restEvent({ method: 'GET' }));
    expect({ statusCode, json }).toMatchObject({ statusCode: 200, json: { identityId, attached, revoked: true } });
  });

  it('says so wherever in the list it comes', async () => {
    const lambda = withAttached([]);
    lambda.iot
      .on(ListAttachedPoliciesCommand)
      .resolves({ policies: [{ policyName: 'Nobody' }] })
      .on(ListAttachedPoliciesCommand, { marker: undefined })
      .resolves({ policies: [{ policyName: 'MyPolicy' }], nextMarker: 'more' });
    expect((await lambda.answer(restEvent({ method: 'GET' }))).json).toMatchObject({ attached: true, revoked: true });
  });

  it.each([
    { title: 'by a direct invocation', event: { action: 'status' }, context: directContext() },
    { title: 'through an HTTP API', event: httpApiEvent({ method: 'GET' }), context: lambdaContext() },
  ])('says it $title, too', async ({ event, context }) => {
    const told = await withAttached(['Nobody']).handler(event, context);
    expect(JSON.stringify(told)).toMatch(/\\?"revoked\\?":true/);
  });
});

describe('GET of anybody else', () => {
  it.each([
    { title: 'with the shared policy alone', names: ['MyPolicy'], overrides: { REVOKED_POLICY_NAME } },
    { title: 'with nothing', names: [], overrides: { REVOKED_POLICY_NAME } },
    { title: 'where the stack has no such policy', names: ['MyPolicy', 'Nobody'], overrides: {} },
    { title: 'with one whose name begins so', names: ['Nobody2'], overrides: { REVOKED_POLICY_NAME } },
  ])('says nothing of it: $title', async ({ names, overrides }) => {
    const { json } = await withAttached(names, overrides).answer(restEvent({ method: 'GET' }));
    expect(json).not.toHaveProperty('revoked');
  });
});

describe('the Deny policy', () => {
  it('is attached and detached by nothing that anybody can ask for', async () => {
    const lambda = withAttached(['MyPolicy', 'Nobody']);
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'PUT']) {
      await lambda.answer(restEvent({ method }));
      await lambda.answer(httpApiEvent({ method }));
    }
    for (const action of ['attach', 'status', 'detach', undefined]) {
      await lambda.handler({ action }, directContext());
    }
    const changes = [...lambda.iot.commandCalls(AttachPolicyCommand), ...lambda.iot.commandCalls(DetachPolicyCommand)];
    expect(changes.length).toBeGreaterThanOrEqual(6);
    expect([...new Set(changes.map(({ args: [{ input }] }) => input.policyName))]).toEqual(['MyPolicy']);
  });

  it('cannot be configured as the one that is attached', () => {
    expect(() => functionUnderTest({ REVOKED_POLICY_NAME: 'MyPolicy' })).toThrow(
      'REVOKED_POLICY_NAME and IOT_POLICY_NAME are both "MyPolicy". Give two policies.',
    );
  });
});
