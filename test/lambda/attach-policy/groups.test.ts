import { AttachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane';
import { environment, functionUnderTest, variable } from './function-under-test.js';
import { directContext, httpApiEvent, identityId, type RequestProps, restEvent } from './signed-request.js';

const account = 'arn:aws:iam::111122223333:role';
const templateOf = (topic: string, clientId = variable) => ({
  clientId,
  topics: { publish: [topic], subscribe: [], receive: [] },
});
const groups = {
  AUTHENTICATED_ROLE_ARN: `${account}/Authenticated`,
  GROUP_CONNECTIONS: JSON.stringify([
    { roleArn: `${account}/of/groups/Operators`, connectionTemplate: templateOf('machines/*', `op-${variable}`) },
    { roleArn: `${account}/Viewers`, connectionTemplate: templateOf(`views/${variable}`) },
  ]),
};

/** `AttachPolicy MyPolicy`, in the order of the calls; every one for the caller's own identity. */
function calls({ iot }: ReturnType<typeof functionUnderTest>): string[] {
  return iot.calls().map(({ args: [command] }) => {
    const { policyName, target } = command.input as { policyName: string; target: string };
    expect(target).toBe(identityId);
    return `${command.constructor.name.replace('Command', '')} ${policyName}`;
  });
}

const endpoint = environment.IOT_ENDPOINT;
const region = 'eu-west-1';

const apis = [
  { way: 'a REST API', event: restEvent },
  { way: 'an HTTP API', event: httpApiEvent },
];

describe.each(apis)('through $way, a caller', ({ event }) => {
  it.each([
    { role: 'Authenticated', clientId: identityId, topic: `users/${identityId}/*` },
    { role: 'Operators', clientId: `op-${identityId}`, topic: 'machines/*' },
    { role: 'Viewers', clientId: identityId, topic: `views/${identityId}` },
  ])('who acts as $role is told what it allows, and gets the one policy', async ({ role, clientId, topic }) => {
    const lambda = functionUnderTest(groups);
    for (const method of ['POST', 'GET']) {
      const { statusCode, json } = await lambda.answer(event({ role, method }));
      expect(statusCode).toBe(200);
      expect(json).toMatchObject({ identityId, policyName: 'MyPolicy', connection: { endpoint, region, clientId } });
      expect(json.connection.topics.publish).toEqual([topic]);
    }
    expect(calls(lambda)[0]).toBe('AttachPolicy MyPolicy');
    expect(lambda.iot.commandCalls(AttachPolicyCommand)).toHaveLength(1);
    expect(lambda.iot.commandCalls(ListAttachedPoliciesCommand)).toHaveLength(1);
  });

  it.each([
    { title: 'a role of nobody', request: { role: 'Stranger' } },
    { title: 'a role that only begins like a known one', request: { role: 'Operators2' } },
    { title: "a role's path in place of its name", request: { role: 'of' } },
    { title: 'no role', request: { role: '' } },
  ] as { title: string; request: RequestProps }[])('of $title is told no topics', async ({ request }) => {
    const lambda = functionUnderTest(groups);
    const { statusCode, json } = await lambda.answer(event(request));
    expect(statusCode).toBe(200);
    expect(json).toEqual({
      identityId,
      policyName: 'MyPolicy',
      connection: { endpoint, region, clientId: identityId },
    });
    expect(calls(lambda)).toEqual(['AttachPolicy MyPolicy']);
  });

  it.each([
    { signer: 'guest', code: 'GuestIdentity' },
    { signer: 'IAM user', code: 'NotSignedIn' },
    { signer: 'user of a foreign pool', code: 'ForeignIdentityPool' },
  ] as const)('that is a $signer is refused, whatever the role', async ({ signer, code }) => {
    const lambda = functionUnderTest(groups);
    const { statusCode, json } = await lambda.answer(event({ signer, role: 'Operators' }));
    expect([statusCode, json.code]).toEqual([403, code]);
    expect(lambda.iot.calls()).toEqual([]);
  });

  it('chooses nothing by what it sends', async () => {
    const claims = { 'cognito:groups': ['operators'], roleArn: `${account}/Viewers`, policyName: 'OtherPolicy' };
    const lambda = functionUnderTest(groups);
    const forged = { body: JSON.stringify(claims), headers: { 'x-role': 'Operators' }, queryStringParameters: claims };
    const { json } = await lambda.answer(event({ event: forged }));
    expect(json.connection.topics.publish).toEqual([`users/${identityId}/*`]);
    expect(calls(lambda)).toEqual(['AttachPolicy MyPolicy']);
  });
});

it('A role of the same name in another account is another role', async () => {
  const lambda = functionUnderTest(groups);
  const event = restEvent({ role: 'Operators' });
  const userArn = event.requestContext.identity.userArn.replace('111122223333', '999999999999');
  const foreign = { ...event.requestContext, identity: { ...event.requestContext.identity, userArn } };
  expect((await lambda.answer({ ...event, requestContext: foreign })).json.connection).not.toHaveProperty('topics');
});

it('DELETE is one detachment, and closes the connection of every client ID that the identity may have been told', async () => {
  const lambda = functionUnderTest(groups);
  const { json } = await lambda.answer(restEvent({ method: 'DELETE', role: 'Viewers' }));
  expect(json).toEqual({ identityId, policyName: 'MyPolicy', attached: false });
  expect(calls(lambda)).toEqual(['DetachPolicy MyPolicy']);
  const closed = lambda.iotData.commandCalls(DeleteConnectionCommand).map(({ args: [{ input }] }) => input.clientId);
  expect(closed).toEqual([identityId, `op-${identityId}`]);
});

describe('a direct invocation, which does not say the role,', () => {
  it('attaches the one policy where there are groups, and is told no topics', async () => {
    const lambda = functionUnderTest(groups);
    const answer = await lambda.handler({ userArn: `${account}/Operators` }, directContext());
    const connection = { endpoint, region, clientId: identityId };
    expect(answer).toEqual({ identityId, policyName: 'MyPolicy', connection });
    expect(await lambda.handler({ action: 'status' }, directContext())).toMatchObject({ connection });
    expect(calls(lambda)).toEqual(['AttachPolicy MyPolicy', 'ListAttachedPolicies undefined']);
  });

  it('is told the topics where there are no groups', async () => {
    const answer = await functionUnderTest().handler({}, directContext());
    expect(answer).toMatchObject({ connection: { topics: { publish: [`users/${identityId}/*`] } } });
  });

  it.each([
    { signer: 'IAM user', code: 'NotSignedIn' },
    { signer: 'user of a foreign pool', code: 'ForeignIdentityPool' },
  ] as const)('is refused to a $signer', async ({ signer, code }) => {
    const lambda = functionUnderTest(groups);
    await expect(lambda.handler({}, directContext(signer))).rejects.toThrow(expect.objectContaining({ name: code }));
    expect(lambda.iot.calls()).toEqual([]);
  });
});

it('Without groups, every role is told the same', async () => {
  const lambda = functionUnderTest();
  const { json } = await lambda.answer(restEvent({ role: 'Anything' }));
  expect(json.connection.topics.publish).toEqual([`users/${identityId}/*`]);
  expect(calls(lambda)).toEqual(['AttachPolicy MyPolicy']);
});

describe('the configuration of groups', () => {
  const connections = (change: object) => ({
    ...groups,
    GROUP_CONNECTIONS: JSON.stringify([{ roleArn: `${account}/A`, connectionTemplate: templateOf('a'), ...change }]),
  });

  it.each([
    { title: 'no JSON', given: { ...groups, GROUP_CONNECTIONS: '[' }, names: 'GROUP_CONNECTIONS' },
    { title: 'no list', given: { ...groups, GROUP_CONNECTIONS: '{}' }, names: 'GROUP_CONNECTIONS' },
    { title: 'no ARN of a role', given: connections({ roleArn: 'A' }), names: 'GROUP_CONNECTIONS[0]' },
    { title: 'no template', given: connections({ connectionTemplate: undefined }), names: 'GROUP_CONNECTIONS[0]' },
    {
      title: 'a client ID for all',
      given: connections({ connectionTemplate: templateOf('a', 'x') }),
      names: 'GROUP_CONNECTIONS[0]',
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
