import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  createStack,
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  statementsOf,
  synthesizedTemplate,
} from './synthesized-template.js';

const sub = '${cognito-identity.amazonaws.com:sub}';
const iot = 'arn:aws:iot:eu-west-1:111122223333';
const invoke = (pair: string) => pair.startsWith('execute-api:Invoke ');
const variables = (template: ReturnType<typeof synthesizedTemplate>) =>
  resource(template, 'AWS::Lambda::Function', 'AttachPolicy').Properties.Environment.Variables;

const operators = (topic: string) => ({
  name: 'operators',
  access: { publish: [], subscribe: [topic], receive: [topic] },
});
const lobby = (receive: string) => ({ publish: ['lobby/{identity}/*'], subscribe: [receive], receive: [receive] });

describe('guests, once allowed,', () => {
  const template = synthesizedTemplate({ guests: {} });

  it('get an identity and a role of their own', () => {
    expect(resource(template, 'AWS::Cognito::IdentityPool').Properties.AllowUnauthenticatedIdentities).toBe(true);
    const { Roles } = resource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties;
    expect(literal(Roles.unauthenticated)).toMatch(/UnauthenticatedRole\w+\.Arn/);
    const [trust] = resource(template, 'AWS::IAM::Role', 'UnauthenticatedRole').Properties.AssumeRolePolicyDocument
      .Statement;
    expect(trust.Condition).toEqual({
      StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: expect.stringMatching(/IdentityPool/) } },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    });
  });

  it('may use their own topics, and not the API, whose limit one of them could use up for all', () => {
    expect(pairs(roleStatements(template, 'UnauthenticatedRole'))).toEqual([
      `iot:Connect ${iot}:client/${sub}`,
      `iot:Connect ${iot}:client/${sub}-*`,
      `iot:Publish ${iot}:topic/users/${sub}/*`,
      `iot:Receive ${iot}:topic/users/${sub}/*`,
      `iot:Subscribe ${iot}:topicfilter/users/${sub}/*`,
    ]);
    expect(variables(template).GUESTS_ALLOWED).toBe('true');
  });

  const sharing = (settings: object) =>
    Annotations.fromStack(createStack(settings))
      .findWarning('*', Match.stringLikeRegexp('guests:'))
      .map(({ entry }) => String(entry.data));

  it.each([
    { title: 'by default', settings: { guests: {} } },
    { title: 'beside a group that hears other topics', settings: { guests: {}, groups: [operators('machines/*')] } },
    { title: 'where each hears the own alone', settings: { guests: { access: lobby('lobby/{identity}/*') } } },
  ])('keep their identity IDs, which are as good as passwords, to themselves $title', ({ settings }) => {
    expect(sharing(settings)).toEqual([]);
  });

  it.each([
    {
      title: 'members of a group',
      settings: { guests: {}, groups: [operators('users/*')] },
      reader: 'groups[0].access.receive[0] ("users/*")',
    },
    { title: 'users', settings: { guests: {}, access: { receive: ['users/*/said'] } }, reader: 'access.receive[0]' },
    { title: 'other guests', settings: { guests: { access: lobby('lobby/*') } }, reader: 'guests.access.receive[0]' },
  ])('are warned about where $title may receive topics with their identity IDs', ({ settings, reader }) => {
    const [warning, ...more] = sharing(settings);
    expect(more).toEqual([]);
    expect(warning).toContain(`identity ID in its topics, which ${reader}`);
    expect(warning).toContain('[ack: cognito-iot-access:guestIdentityIds]');
  });

  it('change nothing for signed-in users', () => {
    const before = synthesizedTemplate();
    expect(roleStatements(template, 'SignInAuthenticatedRole')).toEqual(
      roleStatements(before, 'SignInAuthenticatedRole'),
    );
    expect(resource(template, 'AWS::IoT::Policy', 'AccessPolicy')).toEqual(
      resource(before, 'AWS::IoT::Policy', 'AccessPolicy'),
    );
  });

  it('may be given less', () => {
    const access = { publish: [], receive: ['news/*'], subscribe: ['news/*'] };
    const own = pairs(roleStatements(synthesizedTemplate({ guests: { access } }), 'UnauthenticatedRole'));
    expect(own.filter((pair) => /Publish|Receive|Subscribe/.test(pair))).toEqual([
      `iot:Receive ${iot}:topic/news/*`,
      `iot:Subscribe ${iot}:topicfilter/news/*`,
    ]);
  }, 60_000);
});

describe('groups', () => {
  const topics = ['machines/*'];
  const groups = [
    { name: 'operators', precedence: 1, access: { publish: topics, subscribe: topics, receive: topics } },
    { name: 'viewers' },
  ];
  const template = synthesizedTemplate({ groups, access: { clientIds: ['app-{identity}'] } });

  it('are in the user pool, each with a role that Cognito gives by the token', () => {
    const made = resourcesOfType(template, 'AWS::Cognito::UserPoolGroup').map(({ Properties }) => Properties);
    expect(made.map(({ GroupName, Precedence, RoleArn }) => [GroupName, Precedence, literal(RoleArn)])).toEqual([
      ['operators', 1, expect.stringMatching(/GroupoperatorsRole\w+\.Arn/)],
      ['viewers', undefined, expect.stringMatching(/GroupviewersRole\w+\.Arn/)],
    ]);
    const { RoleMappings } = resource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties;
    const [mapping, ...more] = Object.values(RoleMappings) as { IdentityProvider: unknown }[];
    expect(more).toEqual([]);
    expect({ ...mapping, IdentityProvider: literal(mapping?.IdentityProvider) }).toEqual({
      AmbiguousRoleResolution: 'AuthenticatedRole',
      IdentityProvider: expect.stringMatching(
        /^<AccessSignInUserPool\w+\.ProviderName>:<AccessSignInUserPoolClient\w+>$/,
      ),
      Type: 'Token',
    });
  });

  it.each([
    { group: 'operators', topic: 'machines/*', client: sub },
    { group: 'viewers', topic: `users/${sub}/*`, client: `app-${sub}` },
  ])('give the role of $group its own access, and the API', ({ group, topic, client }) => {
    const ofRole = pairs(roleStatements(template, `Group${group}Role`));
    expect(ofRole.filter((pair) => /iot:(Publish|Connect)/.test(pair))).toEqual(
      [`iot:Publish ${iot}:topic/${topic}`, `iot:Connect ${iot}:client/${client}`]
        .concat(group === 'operators' ? [`iot:Connect ${iot}:client/${client}-*`] : [])
        .sort(),
    );
    expect(ofRole.filter(invoke)).toHaveLength(3);
  });

  it('share one IoT policy with all users, which has what any of them may do, each once', () => {
    const { PolicyDocument } = resource(template, 'AWS::IoT::Policy', 'AccessPolicy').Properties;
    expect(statementsOf(PolicyDocument)).toEqual([
      {
        actions: ['iot:Connect'],
        resources: [`${iot}:client/app-${sub}`, `${iot}:client/${sub}`, `${iot}:client/${sub}-*`],
      },
      {
        actions: ['iot:Publish', 'iot:Receive'],
        resources: [`${iot}:topic/users/${sub}/*`, `${iot}:topic/machines/*`],
      },
      { actions: ['iot:Subscribe'], resources: [`${iot}:topicfilter/users/${sub}/*`, `${iot}:topicfilter/machines/*`] },
    ]);
  });

  it('leave out of the IoT policy what a pattern of others covers', () => {
    const all = { publish: ['machines/*'], subscribe: [], receive: [] };
    const one = { publish: ['machines/press'], subscribe: [], receive: ['machines/press'] };
    const covering = synthesizedTemplate({ access: all, groups: [{ name: 'one', access: one }] });
    const statements = statementsOf(resource(covering, 'AWS::IoT::Policy', 'AccessPolicy').Properties.PolicyDocument);
    expect(pairs(statements).filter((pair) => !/Connect/.test(pair))).toEqual([
      `iot:Publish ${iot}:topic/machines/*`,
      `iot:Receive ${iot}:topic/machines/press`,
    ]);
    expect(pairs(roleStatements(covering, 'GrouponeRole'))).toContain(`iot:Publish ${iot}:topic/machines/press`);
  }, 60_000);

  it('are told to the function by role', () => {
    const { GROUP_CONNECTIONS, AUTHENTICATED_ROLE_ARN, IOT_POLICY_NAME } = variables(template);
    expect(literal(AUTHENTICATED_ROLE_ARN)).toMatch(/AuthenticatedRole\w+\.Arn/);
    expect(literal(IOT_POLICY_NAME)).toMatch(/^<AccessPolicy/);
    expect(JSON.parse(literal(GROUP_CONNECTIONS))).toEqual([
      {
        roleArn: expect.stringMatching(/^<AccessGroupoperatorsRole\w+\.Arn>$/),
        connectionTemplate: { clientId: sub, topics: { publish: topics, subscribe: topics, receive: topics } },
      },
      {
        roleArn: expect.stringMatching(/^<AccessGroupviewersRole\w+\.Arn>$/),
        connectionTemplate: expect.objectContaining({ clientId: `app-${sub}` }),
      },
    ]);
  });

  it('let the function end connections of all their client IDs', () => {
    expect(pairs(roleStatements(template, 'AttachPolicyRole'))).toEqual(
      expect.arrayContaining([
        `iot:DeleteConnection ${iot}:client/app-eu-west-1:*`,
        `iot:DeleteConnection ${iot}:client/eu-west-1:*`,
      ]),
    );
  });

  it('are unknown to the function where there are none', () => {
    expect(Object.keys(variables(synthesizedTemplate()))).not.toContain('GROUP_CONNECTIONS');
  }, 60_000);

  it('must fit into what a function can be told', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `group${index}` }));
    expect(() => createStack({ groups: many })).toThrow(/groups: would be about \d+ bytes .* which has 4096/);
  });

  it('name the group whose access makes too long a policy', () => {
    const publish = Array.from({ length: 40 }, (_, index) => `rooms/${index}/*`);
    expect(() => createStack({ groups: [{ name: 'a', access: { publish } }] })).toThrow(
      /groups\[0\]\.access: makes an IoT policy of \d+ characters, \d+ more .* \(users in no group \d+, a \d+\)/,
    );
  });

  it('do not synthesize where one of them would gain by the access of another', () => {
    const clientIds = ['{identity}', '{identity}-*', '{thing}'];
    const own = { publish: [], subscribe: [], receive: [] };
    const overlapping = [
      { name: 'devices', access: { ...own, clientIds, publish: ['devices/{thing}/*'] } },
      { name: 'staff', access: { ...own, publish: ['devices/*'] } },
    ];
    expect(() => createStack({ groups: overlapping })).toThrow(
      /groups\[0\]\.access\.publish\[0\]: given "devices\/\{thing\}\/\*": .* "devices\/\*" of groups\[1\]\.access\.publish\[0\]/,
    );
    const apart = [overlapping[0], { name: 'staff', access: { ...own, publish: ['machines/*'] } }];
    expect(() => createStack({ groups: apart })).not.toThrow();
  }, 60_000);
});

describe('attaching by the app itself', () => {
  const attach = (settings: unknown) =>
    pairs(roleStatements(synthesizedTemplate(settings), 'SignInAuthenticatedRole')).filter((pair) =>
      /Attach/.test(pair),
    );

  it('is off, and on only with a warning that says why not', () => {
    expect(attach({})).toEqual([]);
    expect(attach({ clientSideAttach: true })).toEqual(['iot:AttachPolicy *']);
    const stack = createStack({ clientSideAttach: true, email: { from: 'hello@example.com' } });
    const [warning, ...more] = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    expect(more).toEqual([]);
    expect(warning?.entry.data).toMatch(/every signed-in user may attach every IoT policy of the account/);
  }, 60_000);
});
