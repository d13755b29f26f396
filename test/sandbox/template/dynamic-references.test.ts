import type { TemplateResource } from '../../../sandbox/template/assembly.js';
import type { TemplateInputs } from '../../../sandbox/template/stack-resources.js';
import { stackOf } from './stacks.js';

const ref = (name: string) => ({ Ref: name });
const role = (Description: unknown): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: { Description, Tags: [{ Key: 'k', Value: Description }] },
});

/** The description of a role beside these resources, and its tag. */
function described(Description: unknown, inputs: TemplateInputs = {}, others: Record<string, TemplateResource> = {}) {
  const [found] = stackOf({ Role: role(Description), ...others }, {}, inputs).ofType('AWS::IAM::Role');
  const { Tags, ...properties } = (found?.properties() ?? {}) as { Description?: string; Tags?: { Value: string }[] };
  expect(Tags?.[0]?.Value).toBe(properties.Description);
  return properties.Description ?? '';
}

const inputs = {
  ssm: { '/app/x': 'one', name: 'two' },
  secrets: {
    plain: 'quiet',
    json: '{"key":"in json","number":1}',
    'arn:aws:secretsmanager:a:1:secret:x-a1B2c3': 'by ARN',
  },
};

describe('a dynamic reference', () => {
  it.each([
    ['{{resolve:ssm:/app/x}}', 'one'],
    ['{{resolve:ssm:name:3}}', 'two'],
    ['a {{resolve:ssm:/app/x}} b {{resolve:ssm:name}}', 'a one b two'],
    ['{{resolve:secretsmanager:plain}}', 'quiet'],
    ['{{resolve:secretsmanager:plain:SecretString}}', 'quiet'],
    ['{{resolve:secretsmanager:plain:SecretString:::}}', 'quiet'],
    ['key={{resolve:secretsmanager:json:SecretString:key::}}', 'key=in json'],
    [
      '{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:plain-a1B2c3:SecretString:::}}',
      'quiet',
    ],
    ['{{resolve:secretsmanager:arn:aws:secretsmanager:a:1:secret:x-a1B2c3:SecretString:::}}', 'by ARN'],
    ['{{resolve}} and {{x}}', '{{resolve}} and {{x}}'],
  ])('%s is %s', (text, value) => {
    expect(described(text, inputs)).toBe(value);
  });

  it('may be put together by functions', () => {
    expect(described({ 'Fn::Join': ['', ['{{resolve:ssm:', '/app/', 'x', '}}']] }, inputs)).toBe('one');
  });

  it.each([
    [
      '{{resolve:ssm:/app/y}}',
      "/app/y of Systems Manager's Parameter Store, which AWS::IAM::Role Role of stack Stack reads",
    ],
    ['{{resolve:ssm:constructor}}', '(give its value: --ssm constructor=<value>)'],
    [
      '{{resolve:secretsmanager:other}}',
      'of the secret other, which AWS::IAM::Role Role of stack Stack reads (give it: --secret other=<value>)',
    ],
    ['{{resolve:secretsmanager:constructor:SecretString:a}}', 'the secret constructor'],
    [
      '{{resolve:secretsmanager:json:SecretString:gone}}',
      'the secret json: the value it was told is no JSON with the key gone',
    ],
    ['{{resolve:secretsmanager:json:SecretString:number}}', 'no JSON with the key number'],
    [
      '{{resolve:secretsmanager:plain:SecretBinary}}',
      'the dynamic reference {{resolve:secretsmanager:plain:SecretBinary}} in AWS::IAM::Role',
    ],
    ['{{resolve:vault:x}}', 'the dynamic reference {{resolve:vault:x}} in AWS::IAM::Role Role'],
    [
      '{{resolve:ssm-secure:/app/x:1}}',
      'AWS does not take {{resolve:ssm-secure:/app/x:1}} in AWS::IAM::Role Role of stack Stack',
    ],
  ])('%s is refused by name, without a value', (text, words) => {
    expect(() => described(text, inputs)).toThrow(words);
    expect(() => described(text, inputs)).not.toThrow(/quiet|in json/);
  });
});

describe("a template's own", () => {
  it('parameter of Parameter Store gives its value, and is found by its name', () => {
    const own = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/own', Type: 'String', Value: 'hers' } };
    const value = { 'Fn::Join': [' ', [ref('Own'), { 'Fn::GetAtt': ['Own', 'Value'] }, '{{resolve:ssm:/own}}']] };
    expect(described(value, {}, { Own: own })).toBe('/own hers hers');
    expect(described('{{resolve:ssm:/own}}', { ssm: { '/own': 'ours' } }, { Own: own })).toBe('ours');
    expect(stackOf({ Own: own }).notEmulated).toMatchObject([{ type: 'AWS::SSM::Parameter' }]);
  });

  const secret = (Properties: Record<string, unknown>) => ({ Type: 'AWS::SecretsManager::Secret', Properties });
  const whole = { 'Fn::Sub': '{{resolve:secretsmanager:${Own}:SecretString:::}}' };

  it('secret has an ARN, and a value that is made up', () => {
    const GenerateSecretString = {
      SecretStringTemplate: '{"user":"app"}',
      GenerateStringKey: 'password',
      PasswordLength: 100,
      ExcludeCharacters: 'aA1',
    };
    const own = { Own: secret({ Name: 'mine', GenerateSecretString }) };
    expect(described(ref('Own'), {}, own)).toMatch(/^arn:aws:secretsmanager:eu-west-1:111122223333:secret:mine-\w{6}$/);
    const { user, password } = JSON.parse(described(whole, {}, own));
    expect([user, password]).toEqual(['app', expect.stringMatching(/^[b-zB-Z02-9]{100}$/)]);
    expect(described('{{resolve:secretsmanager:mine:SecretString:user}}', {}, own)).toBe('app');
    expect(described(whole, { secrets: { mine: 'told' } }, own)).toBe('told');
    expect(described(whole, {}, { Own: secret({ GenerateSecretString: {} }) })).toMatch(/^\w{32}$/);
    expect(described(whole, {}, { Own: secret({ SecretString: 'plain' }) })).toBe('plain');
    expect(() => described(whole, {}, { Own: secret({ Name: 'empty' }) })).toThrow('--secret empty=<value>');
  });
});

it('a secret of an identity provider that is not known is left for whoever signs in with it', () => {
  const properties = (inputs = {}) =>
    stackOf(
      {
        Partner: {
          Type: 'AWS::Cognito::UserPoolIdentityProvider',
          Properties: { ProviderName: 'x', ProviderDetails: { client_secret: '{{resolve:secretsmanager:partner}}' } },
        },
      },
      {},
      inputs,
    )
      .ofType('AWS::Cognito::UserPoolIdentityProvider')[0]
      ?.properties();
  expect(properties()).toMatchObject({ ProviderDetails: { client_secret: '{{resolve:secretsmanager:partner}}' } });
  expect(properties({ secrets: { partner: 'told' } })).toMatchObject({ ProviderDetails: { client_secret: 'told' } });
});

it('a condition may rest on a value of Parameter Store', () => {
  const sections = {
    Parameters: { Stage: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/stage' } },
    Conditions: { Prod: { 'Fn::Equals': [ref('Stage'), 'prod'] } },
    Outputs: { It: { Value: { 'Fn::If': ['Prod', 'yes', 'no'] } } },
  };
  expect(stackOf({}, sections, { ssm: { '/stage': 'prod' } }).outputs()).toEqual({ It: 'yes' });
  expect(() => stackOf({ R: { ...role(''), Condition: 'Prod' } }, sections)).toThrow('--ssm /stage=<value>');
});
