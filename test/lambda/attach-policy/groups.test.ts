import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { environment, exception, functionUnderTest, variable } from './function-under-test.js';
import {
  directContext,
  httpApiEvent,
  identityId,
  lambdaContext,
  type RequestProps,
  restEvent,
} from './signed-request.js';

const account = 'arn:aws:iam::111122223333:role';
const template = { clientId: variable, topics: { publish: ['machines/*'], subscribe: [], receive: [] } };
const groups = {
  AUTHENTICATED_ROLE_ARN: `${account}/Authenticated`,
  GROUP_POLICIES: JSON.stringify([
    { roleArn: `${account}/of/groups/Operators`, policyName: 'OperatorsPolicy', connectionTemplate: template },
    { roleArn: `${account}/Viewers`, policyName: 'ViewersPolicy', connectionTemplate: template },
  ]),
};

/** The function with two groups, over an identity that has these policies attached, a page for each list. */
function withAttached(...pages: string[][]) {
  const lambda = functionUnderTest(groups);
  lambda.iot.on(ListAttachedPoliciesCommand).callsFake(({ marker }: { marker?: string }) => {
    const index = Number(marker ?? 0);
    const policies = (pages[index] ?? []).map((policyName) => ({ policyName }));
    return { policies, nextMarker: index + 1 < pages.length ? String(index + 1) : undefined };
  });
  return lambda;
}

/** `Attach OperatorsPolicy`, in the order of the calls; every one for the caller's own identity. */
function changes({ iot }: ReturnType<typeof functionUnderTest>): string[] {
  return iot
    .calls()
    .map(({ args: [command] }) => command)
    .filter((command) => !(command instanceof ListAttachedPoliciesCommand))
    .map((command) => {
      const { policyName, target } = command.input as { policyName: string; target: string };
      expect(target).toBe(identityId);
      return `${command.constructor.name.replace('PolicyCommand', '')} ${policyName}`;
    });
}

const apis = [
  { way: 'a REST API', event: restEvent },
  { way: 'an HTTP API', event: httpApiEvent },
];

describe.each(apis)('through $way, the policy of a caller', ({ event }) => {
  it.each([
    { role: 'Authenticated', policyName: 'MyPolicy', topics: ['users/'] },
    { role: 'Operators', policyName: 'OperatorsPolicy', topics: ['machines/*'] },
    { role: 'Viewers', policyName: 'ViewersPolicy', topics: ['machines/*'] },
  ])('is the one of the assumed role $role', async ({ role, policyName, topics }) => {
    const lambda = withAttached([]);
    const { statusCode, json } = await lambda.answer(event({ role }));
    expect({ statusCode, policyName: json.policyName }).toEqual({ statusCode: 200, policyName });
    expect(json.connection.topics.publish[0]).toContain(topics[0]);
    expect(changes(lambda)).toEqual([`Attach ${policyName}`]);
  });

  it.each([
    { title: 'a role of nobody', request: { role: 'Stranger' } },
    { title: 'a role that only begins like a known one', request: { role: 'Operators2' } },
    { title: "a role's path in place of its name", request: { role: 'of' } },
    { title: 'no role', request: { role: '' } },
  ] as { title: string; request: RequestProps }[])('is none for $title', async ({ request }) => {
    const lambda = withAttached(['OperatorsPolicy']);
    const { statusCode, json } = await lambda.answer(event(request));
    expect([statusCode, json.code]).toEqual([403, 'UnknownRole']);
    expect(lambda.iot.calls()).toEqual([]);
  });

  it.each([
    { signer: 'guest', code: 'GuestIdentity' },
    { signer: 'IAM user', code: 'NotSignedIn' },
    { signer: 'user of a foreign pool', code: 'ForeignIdentityPool' },
  ] as const)('is none for $signer, whose role is of no matter', async ({ signer, code }) => {
    const lambda = withAttached([]);
    const { statusCode, json } = await lambda.answer(event({ signer, role: 'Operators' }));
    expect([statusCode, json.code]).toEqual([403, code]);
    expect(lambda.iot.calls()).toEqual([]);
  });

  it('is not chosen by what the client sends', async () => {
    const claims = { 'cognito:groups': ['operators'], roleArn: `${account}/Viewers`, policyName: 'OperatorsPolicy' };
    const lambda = withAttached([]);
    const forged = { body: JSON.stringify(claims), headers: { 'x-role': 'Operators' }, queryStringParameters: claims };
    expect((await lambda.answer(event({ event: forged }))).json.policyName).toBe('MyPolicy');
  });
});

it('A role of the same name in another account is another role', async () => {
  const lambda = withAttached([]);
  const event = restEvent({ role: 'Operators' });
  const userArn = event.requestContext.identity.userArn.replace('111122223333', '999999999999');
  const foreign = { ...event.requestContext, identity: { ...event.requestContext.identity, userArn } };
  expect((await lambda.answer({ ...event, requestContext: foreign })).json.code).toBe('UnknownRole');
});

describe('a direct invocation, which does not say the role, with groups', () => {
  it.each([
    { signer: 'user', code: 'DirectInvocationRefused' },
    { signer: 'IAM user', code: 'NotSignedIn' },
    { signer: 'user of a foreign pool', code: 'ForeignIdentityPool' },
  ] as const)('of $signer is refused: $code', async ({ signer, code }) => {
    const lambda = withAttached([]);
    await expect(lambda.handler({ userArn: `${account}/Operators` }, directContext(signer))).rejects.toThrow(
      expect.objectContaining({ name: code }),
    );
    expect(lambda.iot.calls()).toEqual([]);
  });
});

describe('the attachments of this deployment', () => {
  it.each([
    {
      title: 'after a demotion',
      role: 'Authenticated',
      attached: ['OperatorsPolicy'],
      expected: ['Detach OperatorsPolicy', 'Attach MyPolicy'],
    },
    {
      title: 'after a promotion',
      role: 'Operators',
      attached: ['MyPolicy'],
      expected: ['Detach MyPolicy', 'Attach OperatorsPolicy'],
    },
    {
      title: 'after both',
      role: 'Viewers',
      attached: ['MyPolicy', 'OperatorsPolicy'],
      expected: ['Detach MyPolicy', 'Detach OperatorsPolicy', 'Attach ViewersPolicy'],
    },
    {
      title: 'when nothing changed',
      role: 'Operators',
      attached: ['OperatorsPolicy'],
      expected: ['Attach OperatorsPolicy'],
    },
    {
      title: 'beside those of another',
      role: 'Authenticated',
      attached: ['Other', 'OperatorsPolicy2'],
      expected: ['Attach MyPolicy'],
    },
  ])('are exactly the one of the role $title, and others go first', async ({ role, attached, expected }) => {
    const lambda = withAttached(attached);
    expect((await lambda.answer(restEvent({ role }))).statusCode).toBe(200);
    expect(changes(lambda)).toEqual(expected);
  });

  it('are found on every page of the list', async () => {
    const lambda = withAttached(['Other'], ['ViewersPolicy'], ['OperatorsPolicy']);
    await lambda.answer(restEvent());
    expect(changes(lambda)).toEqual(['Detach OperatorsPolicy', 'Detach ViewersPolicy', 'Attach MyPolicy']);
  });

  it('lack rather than exceed what the role has when a call fails, and calling again mends them', async () => {
    const lambda = withAttached(['OperatorsPolicy']);
    lambda.iot.on(AttachPolicyCommand).rejectsOnce(exception('InternalFailureException')).resolves({});
    expect((await lambda.answer(restEvent())).statusCode).toBe(503);
    expect(changes(lambda)).toEqual(['Detach OperatorsPolicy', 'Attach MyPolicy']);
    expect((await lambda.answer(restEvent())).statusCode).toBe(200);
  });

  it('do not get the new policy while the old one cannot be detached', async () => {
    const lambda = withAttached(['OperatorsPolicy']);
    lambda.iot.on(DetachPolicyCommand).rejects(exception('InternalFailureException'));
    expect((await lambda.answer(restEvent())).statusCode).toBe(503);
    expect(changes(lambda)).toEqual(['Detach OperatorsPolicy']);
  });

  it('are told by the policy of the role alone', async () => {
    const lambda = withAttached(['OperatorsPolicy']);
    const attached = async (role: string) => (await lambda.answer(restEvent({ method: 'GET', role }))).json.attached;
    expect([await attached('Operators'), await attached('Viewers')]).toEqual([true, false]);
    expect(changes(lambda)).toEqual([]);
  });

  it('are all gone after DELETE, but for those of others', async () => {
    const lambda = withAttached(['Other', 'OperatorsPolicy', 'MyPolicy']);
    const { json } = await lambda.answer(restEvent({ method: 'DELETE' }));
    expect(json).toEqual({ identityId, policyName: 'MyPolicy', attached: false });
    expect(changes(lambda)).toEqual(['Detach OperatorsPolicy', 'Detach MyPolicy']);
  });
});

it('Without groups, attaching is one call, whatever the role', async () => {
  const lambda = functionUnderTest();
  await lambda.answer(restEvent({ role: 'Anything' }), lambdaContext());
  expect(lambda.iot.calls().map(({ args: [command] }) => command.constructor.name)).toEqual(['AttachPolicyCommand']);
});

describe('the configuration of groups', () => {
  const policies = (change: object) => ({
    ...groups,
    GROUP_POLICIES: JSON.stringify([
      { roleArn: `${account}/A`, policyName: 'P', connectionTemplate: template, ...change },
    ]),
  });

  it.each([
    { title: 'no JSON', given: { ...groups, GROUP_POLICIES: '[' }, names: 'GROUP_POLICIES' },
    { title: 'no list', given: { ...groups, GROUP_POLICIES: '{}' }, names: 'GROUP_POLICIES' },
    { title: 'no ARN of a role', given: policies({ roleArn: 'A' }), names: 'GROUP_POLICIES[0]' },
    { title: 'no policy', given: policies({ policyName: '' }), names: 'GROUP_POLICIES[0]' },
    { title: 'no template', given: policies({ connectionTemplate: undefined }), names: 'GROUP_POLICIES[0]' },
    {
      title: 'a client ID for all',
      given: policies({ connectionTemplate: { ...template, clientId: 'x' } }),
      names: 'GROUP_POLICIES[0]',
    },
    {
      title: 'no role of all others',
      given: { ...groups, AUTHENTICATED_ROLE_ARN: '' },
      names: 'AUTHENTICATED_ROLE_ARN',
    },
  ])('is refused with $title', ({ given, names }) => {
    expect(() => functionUnderTest({ ...environment, ...given })).toThrow(names);
  });
});
