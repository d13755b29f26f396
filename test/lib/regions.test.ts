import { App, Stack, Stage } from 'aws-cdk-lib';
import { IotAccess, type IotAccessProps, IotAccessStack, readSettings } from '../../lib/index.js';
import { createStack, resource, resourcesOfType, roleStatements, synthesizedTemplate } from './synthesized-template.js';

const everybody = { guests: {}, groups: [{ name: 'operators', access: { publish: ['machines/*'] } }] };

const ofRegions = [
  { region: undefined, provider: 'cognito-identity.amazonaws.com', auth: 'auth' },
  { region: 'eu-west-1', provider: 'cognito-identity.amazonaws.com', auth: 'auth' },
  { region: 'us-gov-west-1', provider: 'cognito-identity-us-gov.amazonaws.com', auth: 'auth-fips' },
  { region: 'us-gov-east-1', provider: 'cognito-identity.us-gov-east-1.amazonaws.com', auth: 'auth-fips' },
];

describe.each(ofRegions)('a stack with the Region $region', ({ region, provider, auth }) => {
  const settings = { ...everybody, ...(region && { region }), signIn: { domainPrefix: 'my-app' } };
  const template = synthesizedTemplate(settings);

  it('trusts the principal of its Region in every role of users, for the one identity pool', () => {
    const trusts = resourcesOfType(template, 'AWS::IAM::Role')
      .map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0])
      .filter(({ Action }) => Action === 'sts:AssumeRoleWithWebIdentity');
    expect(trusts).toHaveLength(3);
    for (const { Principal, Condition } of trusts) {
      expect(Principal).toEqual({ Federated: provider });
      expect(Object.keys(Condition.StringEquals)).toEqual([`${provider}:aud`]);
      expect(Object.keys(Condition['ForAnyValue:StringLike'])).toEqual([`${provider}:amr`]);
    }
  });

  it('names identities by the variable of its Region, in roles and in the IoT policy', () => {
    const documents = [
      ...roleStatements(template, 'AuthenticatedRole'),
      ...[resource(template, 'AWS::IoT::Policy', 'AccessPolicy').Properties.PolicyDocument.Statement].flat(),
    ];
    const variables = new Set(JSON.stringify(documents).match(/\$\{cognito-identity[^}]*\}/g));
    expect([...variables]).toEqual([`\${${provider}:sub}`]);
  });

  it('tells the host of its hosted sign-in', () => {
    expect(JSON.stringify(template.Outputs.SignInDomain)).toContain(`.${auth}.`);
  });

  it('names roles of users where their names must be short, and nowhere else', () => {
    const names = resourcesOfType(template, 'AWS::IAM::Role').flatMap(({ Properties }) => Properties.RoleName ?? []);
    expect(names).toHaveLength(region === 'us-gov-east-1' ? 3 : 0);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(20);
  });
});

describe('stacks in us-gov-east-1', () => {
  it('have no role name in common', () => {
    const namesOf = (stackName: string) =>
      resourcesOfType(
        synthesizedTemplate({ ...everybody, stackName, region: 'us-gov-east-1' }),
        'AWS::IAM::Role',
      ).flatMap(({ Properties }) => Properties.RoleName ?? []);
    const names = [...namesOf('One'), ...namesOf('Two')];
    expect(new Set(names).size).toBe(6);
  });
});

describe('the synthesis', () => {
  const warnings = (settings: object) =>
    createStack(settings)
      .node.findAll()
      .flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));

  it("warns in GovCloud of what AWS's guide says, and nowhere else", () => {
    expect(warnings({ region: 'us-gov-west-1' }).join()).toContain('govcloud-iotcore.html');
    expect(warnings({ region: 'eu-west-1' }).join()).not.toContain('govcloud-iotcore.html');
  });
});

describe('settings of a Region', () => {
  const userPool = { userPoolId: 'us-east-1_EXAMPLE', userPoolClientId: 'exampleclient' };
  const identityPool = {
    identityPoolId: 'eu-west-1:2208d797-0000-4000-8000-000000000000',
    authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
  };

  it.each([
    {
      title: 'that the CDK does not know',
      settings: { region: 'eu-middle-9' },
      words:
        'region: given "eu-middle-9", which this aws-cdk-lib does not know; allowed: the Regions of aws and aws-us-gov: af-south-1, ',
    },
    {
      title: 'without user pools',
      settings: { region: 'cn-north-1' },
      words:
        'region: given "cn-north-1", where Amazon Cognito has no user pools; possible are the Regions of aws and aws-us-gov: ',
    },
    {
      title: 'of a partition that is apart',
      settings: { region: 'us-iso-east-1' },
      words:
        'region: given "us-iso-east-1", of the partition aws-iso, whose principals are not known here; possible are ',
    },
    {
      title: 'with a pool of another',
      settings: { region: 'eu-west-1', existing: userPool },
      words:
        'existing.userPoolId: given "us-east-1_EXAMPLE", a pool of us-east-1, but the stack is of eu-west-1; ' +
        'take a pool of eu-west-1, or deploy to us-east-1',
    },
    {
      title: 'that is not named, with pools of two',
      settings: { existing: { ...userPool, ...identityPool } },
      words:
        'existing.identityPoolId: given "eu-west-1:2208d797-0000-4000-8000-000000000000", a pool of eu-west-1, ' +
        'but existing.userPoolId is of us-east-1; take a pool of us-east-1, or deploy to eu-west-1',
    },
  ])('$title are refused', ({ settings, words }) => {
    expect(() => readSettings(settings)).toThrow(words);
  });

  it('are taken where the pools are of it', () => {
    expect(() => readSettings({ region: 'us-east-1', existing: userPool })).not.toThrow();
    expect(() => readSettings({ existing: userPool })).not.toThrow();
  });
});

describe("a construct in somebody's own stack", () => {
  const inRegion = (region: string | undefined, props: IotAccessProps = {}) => {
    const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Own', region === undefined ? {} : { env: { region } });
    return new IotAccess(stack, 'Access', props);
  };
  const likely = process.env.CDK_DEFAULT_REGION;
  afterEach(() => {
    if (likely === undefined) delete process.env.CDK_DEFAULT_REGION;
    else process.env.CDK_DEFAULT_REGION = likely;
  });

  it('is held to the same', () => {
    expect(() => inRegion('cn-northwest-1')).toThrow(
      'region: given "cn-northwest-1", where Amazon Cognito has no user',
    );
  });

  it('takes the Region of its stage', () => {
    const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
    const stage = new Stage(app, 'Gov', { env: { region: 'us-gov-west-1' } });
    expect(new IotAccessStack(stage, 'Access').region).toBe('us-gov-west-1');
  });

  it('has to be told its Region where the credentials are for GovCloud', () => {
    process.env.CDK_DEFAULT_REGION = 'us-gov-west-1';
    expect(() => inRegion(undefined)).toThrow(
      'region: not given, so the stack is for the partition aws, but your credentials are for us-gov-west-1; name it: ' +
        'env.region of the stack, or the setting "region"',
    );
    expect(() => inRegion('us-gov-west-1')).not.toThrow();
    process.env.CDK_DEFAULT_REGION = 'eu-west-1';
    expect(() => inRegion(undefined)).not.toThrow();
  });
});
