import type { ComparedResource, ComparedTemplate } from '../../changes/change.js';
import { templateChanges } from '../../changes/template-changes.js';
import { synthesizedTemplate } from '../lib/synthesized-template.js';

const slowSynthesis = 60_000;

/** `code of Type`, of all problems of an update. */
function problems(deployed: ComparedTemplate, next: ComparedTemplate): string[] {
  return templateChanges(deployed, next).flatMap((change) =>
    change.problems.map(({ kind, code }) => `${kind}: ${code} of ${change.type.replace(/^AWS::\w+::/, '')}`),
  );
}

const ofSettings = (settings: object) => synthesizedTemplate(settings) as ComparedTemplate;
const single = (Type: string, Properties: object, others: Partial<ComparedResource> = {}): ComparedTemplate => ({
  Resources: { One: { Type, Properties: { ...Properties }, ...others } },
});

describe('of the settings', () => {
  const signIn = { domainPrefix: 'my-app' };
  const tenant = { principalTags: { tenant: 'custom:tenant' } };
  it.each([
    ['another domain', { signIn }, { signIn: { domainPrefix: 'other' } }, ['refused: DomainChanged of UserPoolDomain']],
    ['a tag taken out', tenant, {}, ['refused: AttributeRemoved of UserPool']],
    [
      'a tag of another attribute',
      tenant,
      { principalTags: { tenant: 'custom:company' } },
      ['refused: AttributeRemoved of UserPool'],
    ],
    ['a tag of another name', tenant, { principalTags: { company: 'custom:tenant' } }, []],
    ['a tag whose attribute stays', tenant, { customAttributes: ['custom:tenant'] }, []],
    ['a tag more', tenant, { principalTags: { ...tenant.principalTags, company: 'custom:company' } }, []],
    [
      'another name of the developer provider',
      { developerProvider: 'login.a' },
      { developerProvider: 'login.b' },
      ['refused: DeveloperProviderChanged of IdentityPool'],
    ],
    ['a group taken out', { groups: [{ name: 'staff' }] }, {}, ['loses: GroupLost of UserPoolGroup']],
    ['no directory any more', { directory: true }, {}, ['loses: TableLost of Table']],
    ['another password policy', {}, { passwordPolicy: { minLength: 16 } }, []],
    ['nothing', {}, {}, []],
  ])(
    '%s',
    (_, from, to, expected) => {
      expect(problems(ofSettings(from), ofSettings(to))).toEqual(expected);
    },
    slowSynthesis,
  );

  it(
    'an existing pool instead of the own one: each thing is told that its users lose',
    () => {
      const existing = ofSettings({ existing: { userPoolId: 'eu-west-1_EXAMPLE' } });
      expect(problems(ofSettings({}), existing).sort()).toEqual([
        'loses: AppClientLost of UserPoolClient',
        'loses: LoginLost of IdentityPool',
        'loses: UserPoolLost of UserPool',
      ]);
    },
    slowSynthesis,
  );
});

describe('of other templates', () => {
  const email = { Name: 'email', Required: true, Mutable: true };
  const tenant = { Name: 'tenant', AttributeDataType: 'String', Mutable: true };
  it.each([
    [
      'what users sign in with',
      single('AWS::Cognito::UserPool', { UsernameAttributes: ['email'] }),
      single('AWS::Cognito::UserPool', { UsernameAttributes: ['email', 'phone_number'] }),
      ['refused: SignInNamesChanged of UserPool'],
    ],
    [
      'an attribute of another form',
      single('AWS::Cognito::UserPool', { Schema: [tenant] }),
      single('AWS::Cognito::UserPool', { Schema: [{ ...tenant, Mutable: false }] }),
      ['refused: AttributeChanged of UserPool'],
    ],
    [
      'the same attributes, told in another way',
      single('AWS::Cognito::UserPool', { Schema: [tenant, email] }),
      single('AWS::Cognito::UserPool', {
        Schema: [email, { Name: 'custom:tenant', Mutable: true, AttributeDataType: 'String' }],
      }),
      [],
    ],
    [
      'an attribute that is required from now on',
      single('AWS::Cognito::UserPool', {}),
      single('AWS::Cognito::UserPool', { Schema: [email] }),
      ['refused: AttributeRequired of UserPool'],
    ],
    [
      'another type under the same ID',
      single('AWS::SQS::Queue', {}),
      single('AWS::SNS::Topic', {}),
      ['refused: TypeChanged of Topic'],
    ],
    [
      'the same name under another ID',
      { Resources: { Former: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://a' } } } },
      { Resources: { Now: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://a' } } } },
      ['refused: NameTaken of OIDCProvider'],
    ],
    [
      'a name that stays, of what has to be replaced',
      single('AWS::DynamoDB::Table', { TableName: 't', KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] }),
      single('AWS::DynamoDB::Table', { TableName: 't', KeySchema: [{ AttributeName: 'b', KeyType: 'HASH' }] }),
      ['refused: NameTaken of Table', 'loses: TableLost of Table'],
    ],
    [
      'another domain under another ID',
      { Resources: { A: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'a', UserPoolId: 'p' } } } },
      { Resources: { B: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'b', UserPoolId: 'p' } } } },
      ['refused: DomainChanged of UserPoolDomain'],
    ],
    [
      'a domain of its own beside the one of Cognito',
      { Resources: { A: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'a', UserPoolId: 'p' } } } },
      {
        Resources: {
          A: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'a', UserPoolId: 'p' } },
          B: {
            Type: 'AWS::Cognito::UserPoolDomain',
            Properties: { Domain: 'id.example.com', UserPoolId: 'p', CustomDomainConfig: { CertificateArn: 'c' } },
          },
        },
      },
      [],
    ],
    [
      'a social provider less',
      single('AWS::Cognito::IdentityPool', { SupportedLoginProviders: { 'graph.facebook.com': '1' } }),
      single('AWS::Cognito::IdentityPool', { SupportedLoginProviders: {} }),
      ['loses: LoginLost of IdentityPool'],
    ],
  ])('%s', (_, deployed, next, expected) => {
    expect(problems(deployed, next)).toEqual(expected);
  });

  it('what goes is told as deleted or as left behind, as it was deployed', () => {
    const pool = (DeletionPolicy?: string) =>
      single('AWS::Cognito::UserPool', {}, DeletionPolicy === undefined ? {} : { DeletionPolicy });
    const [deleted] = templateChanges(pool(), { Resources: {} });
    expect([deleted?.effect, deleted?.problems[0]?.says]).toEqual(['deleted', 'all users are deleted']);
    const [left] = templateChanges(pool('RetainExceptOnCreate'), { Resources: {} });
    expect([left?.effect, left?.problems[0]?.says]).toEqual([
      'left-behind',
      expect.stringMatching(/stays in the account/),
    ]);
  });

  it('a replacement deletes what was there unless both templates keep it', () => {
    const client = (GenerateSecret: boolean, keeps: boolean) =>
      single('AWS::Cognito::UserPoolClient', { GenerateSecret }, keeps ? { UpdateReplacePolicy: 'Retain' } : {});
    const says = (before: boolean, after: boolean) =>
      templateChanges(client(false, before), client(true, after))[0]?.problems[0]?.says;
    expect(says(true, true)).toMatch(/have to be told the new app client/);
    for (const [before, after] of [
      [true, false],
      [false, true],
    ] as const) {
      expect(says(before, after)).toMatch(/^everybody is signed out/);
    }
  });

  it('a group or a domain moves to a new pool with it, and its name is free there', () => {
    const template = (usernames: string[], id: string): ComparedTemplate => ({
      Resources: {
        [id]: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: usernames } },
        Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'g', UserPoolId: { Ref: id } } },
      },
    });
    expect(problems(template(['email'], 'Pool'), template(['email'], 'Other')).sort()).toEqual([
      'loses: GroupLost of UserPoolGroup',
      'loses: UserPoolLost of UserPool',
    ]);
  });

  it('what has no effect is not told, and neither template is changed', () => {
    const [one, other] = [
      { Resources: { A: { Type: 'AWS::SQS::Queue', Metadata: { a: 1 } } } },
      { Resources: { A: { Type: 'AWS::SQS::Queue', DependsOn: ['B'] }, M: { Type: 'AWS::CDK::Metadata' } } },
    ];
    const before = JSON.stringify([one, other]);
    expect(templateChanges(one, other)).toEqual([]);
    expect(JSON.stringify([one, other])).toBe(before);
  });

  it('every problem says what, what instead and where from', () => {
    const changes = templateChanges(
      single('AWS::Cognito::IdentityPool', { DeveloperProviderName: 'a', OpenIdConnectProviderARNs: ['arn:x'] }),
      single('AWS::Cognito::IdentityPool', { DeveloperProviderName: 'b' }),
    );
    const told = changes.flatMap((change) => change.problems);
    expect(told.map(({ code }) => code)).toEqual(['DeveloperProviderChanged', 'LoginLost']);
    for (const { says, instead, source } of told) {
      for (const text of [says, instead]) expect(text).toMatch(/^.{20,}[^.]$/);
      expect(source).toMatch(/^https:\/\//);
    }
  });
});
