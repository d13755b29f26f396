import { App, Stack } from 'aws-cdk-lib';
import { completeTopicAccess, type TopicAccess } from '../../../lib/access/topic-access.js';
import {
  connectionArns,
  connectionTemplate,
  iamStatements,
  iotPolicyDocument,
} from '../../../lib/access/topic-access-documents.js';
import { literal, pairs, statementsOf } from '../synthesized-template.js';

const sub = '${cognito-identity.amazonaws.com:sub}';
const iot = 'arn:aws:iot:eu-west-1:111122223333';

function documents(given?: TopicAccess, tags: string[] = []) {
  const stack = new Stack(new App(), 'Stack');
  const access = completeTopicAccess(given, { tags });
  return {
    role: statementsOf({
      Statement: stack.resolve(iamStatements(access, stack).map((one) => one.toStatementJson())),
    }),
    iot: statementsOf(stack.resolve(iotPolicyDocument([access], stack))),
    connections: connectionArns([access], stack).map((arn) => literal(stack.resolve(arn))),
  };
}

describe('the two documents of a topic access', () => {
  it('allow exactly the client IDs and topics of the default', () => {
    expect(documents().iot).toEqual([
      { actions: ['iot:Connect'], resources: [`${iot}:client/${sub}`, `${iot}:client/${sub}-*`] },
      { actions: ['iot:Publish', 'iot:Receive'], resources: [`${iot}:topic/users/${sub}/*`] },
      { actions: ['iot:Subscribe'], resources: [`${iot}:topicfilter/users/${sub}/*`] },
    ]);
  });

  it('keep publishing and receiving apart where they differ', () => {
    expect(documents({ publish: ['in/{identity}'], receive: ['out/*'], subscribe: ['out/*'] }).iot.slice(1)).toEqual([
      { actions: ['iot:Publish'], resources: [`${iot}:topic/in/${sub}`] },
      { actions: ['iot:Receive'], resources: [`${iot}:topic/out/*`] },
      { actions: ['iot:Subscribe'], resources: [`${iot}:topicfilter/out/*`] },
    ]);
  });

  it.each<{ title: string; access: TopicAccess | undefined }>([
    { title: 'the default', access: undefined },
    { title: 'one client ID', access: { clientIds: ['web-{identity}'] } },
    { title: 'readers only', access: { publish: [], receive: ['news/*'], subscribe: ['news/*'] } },
    { title: 'writers only', access: { publish: ['in/{identity}'], receive: [], subscribe: [] } },
    { title: 'the same topics in another order', access: { publish: ['a', 'b'], receive: ['b', 'a'] } },
    { title: 'a topic named twice', access: { publish: ['a', 'a', 'b'], receive: ['b'] } },
  ])('allow the same for $title', ({ access }) => {
    const { role, iot: attached } = documents(access);
    expect(pairs(role)).toEqual(pairs(attached));
    expect(pairs(role)).not.toHaveLength(0);
  });

  it('leave out actions that nobody may do', () => {
    const actions = documents({ publish: [], receive: [], subscribe: [] }).iot.flatMap((one) => one.actions);
    expect(actions).toEqual(['iot:Connect']);
  });

  it('name the thing in the IoT policy alone, since IAM does not know its name', () => {
    const access = { clientIds: ['{identity}', '{thing}'], publish: ['things/{thing}/*'], receive: [], subscribe: [] };
    const thing = '${iot:Connection.Thing.ThingName}';
    const { role, iot: attached } = documents(access);
    expect(pairs(attached)).toEqual([
      `iot:Connect ${iot}:client/${sub}`,
      `iot:Connect ${iot}:client/${thing}`,
      `iot:Publish ${iot}:topic/things/${thing}/*`,
    ]);
    expect(pairs(role)).toEqual(
      [`iot:Connect ${iot}:client/${sub}`, `iot:Connect ${iot}:client/*`, `iot:Publish ${iot}:topic/things/*/*`].sort(),
    );
  });

  it('hold to the tag in the role alone, since nothing says that AWS IoT knows it', () => {
    const access = { publish: ['tenants/{tenant}/*'], receive: [], subscribe: [], clientIds: ['{identity}'] };
    const { role, iot: attached } = documents(access, ['tenant']);
    expect(pairs(role)).toContain(`iot:Publish ${iot}:topic/tenants/\${aws:PrincipalTag/tenant}/*`);
    expect(pairs(attached)).toContain(`iot:Publish ${iot}:topic/tenants/*/*`);
  });

  it('say what retaining and a shadow take, so that nobody writes reserved topics by hand', () => {
    const access = { publish: ['a/b'], receive: [], subscribe: [], retain: ['a/b'], shadows: ['lamp-{identity}'] };
    const lamp = `lamp-${sub}`;
    const { role, iot: attached } = documents(access);
    expect(pairs(role)).toEqual(pairs(attached));
    expect(pairs(role).filter((pair) => !pair.startsWith('iot:Connect'))).toEqual([
      `iot:DeleteThingShadow ${iot}:thing/${lamp}`,
      `iot:GetThingShadow ${iot}:thing/${lamp}`,
      `iot:Publish ${iot}:topic/$aws/things/${lamp}/shadow/*delete`,
      `iot:Publish ${iot}:topic/$aws/things/${lamp}/shadow/*get`,
      `iot:Publish ${iot}:topic/$aws/things/${lamp}/shadow/*update`,
      `iot:Publish ${iot}:topic/a/b`,
      `iot:Receive ${iot}:topic/$aws/things/${lamp}/shadow/*`,
      `iot:RetainPublish ${iot}:topic/a/b`,
      `iot:Subscribe ${iot}:topicfilter/$aws/things/${lamp}/shadow/*`,
      `iot:UpdateThingShadow ${iot}:thing/${lamp}`,
    ]);
  });

  it('throw for an access that cannot be allowed', () => {
    expect(() => documents({ publish: ['*'] })).toThrow(/access\.publish\[0\]/);
  });
});

describe('what a client is told', () => {
  it('is the first client ID and all topics', () => {
    expect(
      connectionTemplate(completeTopicAccess({ publish: ['in/{identity}'], receive: ['a'], subscribe: ['b/*'] })),
    ).toEqual({
      clientId: sub,
      topics: { publish: [`in/${sub}`], receive: ['a'], subscribe: ['b/*'] },
    });
  });

  it('is a client ID that may be used as it stands, even where the pattern has a *', () => {
    expect(connectionTemplate(completeTopicAccess({ clientIds: ['app-{identity}-*'] })).clientId).toBe(`app-${sub}-`);
    expect(connectionTemplate(completeTopicAccess({ clientIds: ['{thing}', '{identity}'] })).clientId).toBe(sub);
  });
});

describe('connections that may be ended', () => {
  it('are those of identities, which begin with the Region', () => {
    expect(documents().connections).toEqual([`${iot}:client/eu-west-1:*`]);
  });

  it('keep what stands before the identity', () => {
    expect(documents({ clientIds: ['{identity}', 'web-{identity}-*'] }).connections).toEqual([
      `${iot}:client/eu-west-1:*`,
      `${iot}:client/web-eu-west-1:*`,
    ]);
    expect(documents({ clientIds: ['{identity}', '{thing}'] }).connections).toEqual([`${iot}:client/eu-west-1:*`]);
  });
});
