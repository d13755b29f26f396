import { readFileSync } from 'node:fs';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { RUNTIMES } from '../../../sandbox/lambda/function-limits.js';
import { startSandbox } from '../../../sandbox/sandbox.js';
import { onlyResource, settingsAssembly } from '../../support/settings-sandbox.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
type Properties = any;

/** The first resource of the type for which `is` holds. */
function first(template: EditableTemplate, type: string, is: (properties: Properties) => boolean = () => true) {
  const found = Object.values(template.Resources).find(({ Type, Properties }) => Type === type && is(Properties));
  if (found === undefined) throw new Error(`the template has no such ${type}`);
  return found.Properties;
}

const boot = (edit: (template: EditableTemplate) => void) => startSandbox({ assembly: synthesizedAssembly(edit) });

const lambda = (change: object) => (template: EditableTemplate) =>
  void Object.assign(
    first(template, 'AWS::Lambda::Function', ({ Environment }) => Environment?.Variables?.IOT_POLICY_NAME),
    change,
  );
const client = (change: object) => (template: EditableTemplate) =>
  void Object.assign(onlyResource(template, 'AWS::Cognito::UserPoolClient'), change);
const integration = (change: object) => (template: EditableTemplate) =>
  void Object.assign(
    first(template, 'AWS::ApiGateway::Method', ({ Integration }) => Integration.Type === 'AWS_PROXY').Integration,
    change,
  );
const rolePolicy = (change: (statements: Properties[]) => void) => (template: EditableTemplate) =>
  change(first(template, 'AWS::IAM::Policy').PolicyDocument.Statement);
const iotPolicy = (change: (properties: Properties) => void) => (template: EditableTemplate) =>
  change(first(template, 'AWS::IoT::Policy'));
const userPool = (change: object) => (template: EditableTemplate) =>
  void Object.assign(onlyResource(template, 'AWS::Cognito::UserPool'), change);
const units = (AccessToken: string, IdToken = 'minutes', RefreshToken = 'minutes') => ({
  TokenValidityUnits: { AccessToken, IdToken, RefreshToken },
});
const otherRegion = (uri: string) => (template: EditableTemplate) => integration({ Uri: uri })(template);

describe('a value that AWS refuses at deployment does not boot, and is told with what is allowed', () => {
  it.each<{ title: string; edit: (template: EditableTemplate) => void; words: RegExp }>([
    { title: 'a time-out of 0', edit: lambda({ Timeout: 0 }), words: /Timeout 0 of \w+ .*Allowed: 1 to 900 seconds/ },
    { title: 'a time-out of 901', edit: lambda({ Timeout: '901' }), words: /Timeout "901" .*1 to 900 seconds/ },
    { title: 'memory of 127 MB', edit: lambda({ MemorySize: 127 }), words: /MemorySize 127 .*128 to 10,240 MB/ },
    { title: 'memory of 10,241 MB', edit: lambda({ MemorySize: 10_241 }), words: /MemorySize 10241 .*128 to 10,240/ },
    { title: 'memory of half a MB', edit: lambda({ MemorySize: 128.5 }), words: /MemorySize 128.5 / },
    {
      title: 'an unknown runtime',
      edit: lambda({ Runtime: 'nodejs99.x' }),
      words: /Runtime "nodejs99.x" .*nodejs24\.x/,
    },
    { title: 'a runtime of the past', edit: lambda({ Runtime: 'nodejs18.x' }), words: /Runtime "nodejs18.x"/ },
    {
      title: 'another architecture',
      edit: lambda({ Architectures: ['mips'] }),
      words: /Architectures \["mips"\].*arm64/,
    },
    {
      title: 'two architectures',
      edit: lambda({ Architectures: ['x86_64', 'arm64'] }),
      words: /Architectures \["x86_64","arm64"\]/,
    },
    {
      title: "a function's name with a blank",
      edit: lambda({ FunctionName: 'attach policy' }),
      words: /FunctionName "attach policy"/,
    },
    {
      title: 'an integration that calls a function with GET',
      edit: integration({ IntegrationHttpMethod: 'GET' }),
      words: /IntegrationHttpMethod "GET" .*Allowed: POST/,
    },
    {
      title: 'an integration that says no method',
      edit: integration({ IntegrationHttpMethod: undefined }),
      words: /IntegrationHttpMethod "none" .*Allowed: POST/,
    },
    {
      title: 'an integration that waits for longer than API Gateway does',
      edit: integration({ TimeoutInMillis: 29_001 }),
      words: /TimeoutInMillis 29001 .*50 to 29,000 milliseconds/,
    },
    {
      title: 'an integration of another Region',
      edit: otherRegion(
        'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:F/invocations',
      ),
      words: /Region "eu-west-1" .*the Region of the API, us-east-1/,
    },
    {
      title: 'an integration with a function of another Region',
      edit: otherRegion(
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:F/invocations',
      ),
      words: /Region "eu-west-1" .*the Region of the API, us-east-1/,
    },
    {
      title: 'a stage with a dot',
      edit: (template) => void Object.assign(onlyResource(template, 'AWS::ApiGateway::Stage'), { StageName: 'v1.0' }),
      words: /StageName "v1\.0"/,
    },
    {
      title: 'a Sid with a hyphen',
      edit: rolePolicy(([statement]) => void Object.assign(statement, { Sid: 'own-topics' })),
      words: /The Sid "own-topics" of policy .* of role .*letters A-Z/,
    },
    {
      title: 'a Sid that comes twice',
      edit: rolePolicy((statements) => {
        const [statement] = statements;
        statements.push({ ...statement, Sid: 'Twice' }, { ...statement, Sid: 'Twice' });
      }),
      words: /The Sid "Twice" .*each once/,
    },
    {
      title: 'inline policies that are too long together',
      edit: rolePolicy((statements) => {
        for (let i = 0; i < 11; i++) {
          statements.push({
            Effect: 'Allow',
            Action: 'iot:Publish',
            Resource: `arn:aws:iot:*:*:topic/${'x'.repeat(1000)}`,
          });
        }
      }),
      words: /The size \d{5} of the inline policies of role .*10,240 characters/,
    },
    {
      title: 'a trust policy that is too long',
      edit: (template) => {
        const document = first(template, 'AWS::IAM::Role').AssumeRolePolicyDocument;
        for (let i = 0; i < 20; i++) document.Statement.push(document.Statement[0]);
      },
      words: /The size \d{4} of the trust policy of role .*2,048 characters/,
    },
    {
      title: "a role's name with a blank",
      edit: (template) => void Object.assign(first(template, 'AWS::IAM::Role'), { RoleName: 'my role' }),
      words: /RoleName "my role" /,
    },
    {
      title: "an IoT policy's name with a blank",
      edit: iotPolicy((properties) => void Object.assign(properties, { PolicyName: 'my policy' })),
      words: /PolicyName "my policy" of \w+ \(AWS::IoT::Policy\)/,
    },
    {
      title: 'an IoT policy that is too long',
      edit: iotPolicy(({ PolicyDocument }) => {
        const resource = `arn:aws:iot:us-east-1:111122223333:topic/${'x'.repeat(2000)}`;
        PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'iot:Publish', Resource: resource });
      }),
      words: /The size \d{4} of \w+ \(AWS::IoT::Policy\).*2,048 characters/,
    },
    {
      title: 'an access token of 4 minutes',
      edit: client({ AccessTokenValidity: 4, ...units('minutes') }),
      words: /AccessTokenValidity "4 minutes" .*5 minutes to 1 day/,
    },
    {
      title: 'an access token of 25 hours',
      edit: client({ AccessTokenValidity: 25, ...units('hours') }),
      words: /AccessTokenValidity "1500 minutes" .*5 minutes to 1 day/,
    },
    {
      title: 'an ID token of 2 days',
      edit: client({ IdTokenValidity: 2, ...units('minutes', 'days') }),
      words: /IdTokenValidity "2880 minutes" .*5 minutes to 1 day/,
    },
    {
      title: 'a refresh token of 59 minutes',
      edit: client({ RefreshTokenValidity: 59, ...units('minutes') }),
      words: /RefreshTokenValidity "59 minutes" .*60 minutes to 10 years/,
    },
    {
      title: 'a refresh token of 11 years',
      edit: client({ RefreshTokenValidity: 4015, ...units('minutes', 'minutes', 'days') }),
      words: /RefreshTokenValidity .*60 minutes to 10 years/,
    },
    {
      title: 'an access token that outlives its refresh token',
      edit: client({ AccessTokenValidity: 120, RefreshTokenValidity: 60, ...units('minutes') }),
      words: /AccessTokenValidity "120 minutes" .*what the refresh token has/,
    },
    {
      title: 'a sign-in that may take 16 minutes',
      edit: client({ AuthSessionValidity: 16 }),
      words: /AuthSessionValidity 16 .*3 to 15 minutes/,
    },
    {
      title: 'passwords of five characters',
      edit: userPool({ Policies: { PasswordPolicy: { MinimumLength: 5 } } }),
      words: /MinimumLength 5 .*6 to 99 characters/,
    },
    {
      title: 'temporary passwords for two years',
      edit: userPool({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 730 } } }),
      words: /TemporaryPasswordValidityDays 730 .*0 to 365 days/,
    },
  ])('$title', async ({ edit, words }) => {
    const started = boot(edit);
    // Whatever boots must not outlive its test.
    started.then((sandbox) => sandbox.stop()).catch(() => undefined);
    await expect(started).rejects.toMatchObject({ code: 'TemplateRefused', message: expect.stringMatching(words) });
    await expect(started).rejects.toThrow(/\(https:\/\/docs\.aws\.amazon\.com\/\S+\)\.$/);
  });
});

it('values at their limits boot', async () => {
  const sandbox = await boot((template) => {
    lambda({ Timeout: 900, MemorySize: '128', Architectures: ['x86_64'], Runtime: 'nodejs22.x' })(template);
    client({
      AccessTokenValidity: 5,
      IdTokenValidity: 1,
      RefreshTokenValidity: 3650,
      ...units('minutes', 'days', 'days'),
    })(template);
    integration({ TimeoutInMillis: 29_000 })(template);
  });
  await sandbox.stop();
});

it.each([
  { guests: {}, groups: [{ name: 'operators', access: { publish: ['plants/*'] } }] },
  { principalTags: { tenant: 'custom:tenant' } },
])('what this project makes of its settings keeps them: %j', async (settings) => {
  const sandbox = await startSandbox({ assembly: settingsAssembly(settings) }).catch((error: Error) => error);
  expect(sandbox).not.toBeInstanceOf(Error);
  if (!(sandbox instanceof Error)) await sandbox.stop();
});

it("the runtimes are those of the CDK's list that it does not call deprecated", () => {
  const declarations = readFileSync(
    require.resolve('aws-cdk-lib/aws-lambda').replace(/index\.js$/, 'lib/runtime.d.ts'),
    'utf8',
  );
  const members = [...declarations.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*static readonly (\w+): Runtime;/g)];
  const current = members.flatMap(([, comment = '', member = '']) => {
    // Its static members by name.
    const runtime = (Runtime as unknown as Record<string, Runtime>)[member];
    return comment.includes('@deprecated') || runtime === undefined || runtime === Runtime.FROM_IMAGE
      ? []
      : [runtime.name];
  });
  expect(current).toContain('nodejs24.x');
  expect(RUNTIMES).toEqual([...new Set(current)].sort());
});
