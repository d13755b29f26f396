import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import {
  type AccessReport,
  accessReport,
  compareAccess,
  readAccessReport,
  readAssembly,
} from '../../../sandbox/index.js';

interface Changes {
  /** What constructs are called. */
  readonly name?: string;
  readonly origin?: string;
  readonly bucketAction?: string;
}

/** The sign-in in one stack; in the other, with a stack nested in it, what uses it. */
function reportOf({
  name = 'App',
  origin = 'https://app.example',
  bucketAction = 's3:GetObject',
}: Changes = {}): AccessReport {
  const outdir = mkdtempSync(join(tmpdir(), 'other-apps-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    const signIn = new Stack(app, 'SignIn');
    const userPool = new UserPool(signIn, `${name}Users`);
    const pool = new IdentityPool(signIn, `${name}Identities`, {
      authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool })] },
    });
    const rooms = new Stack(app, 'Rooms');
    const nested = new NestedStack(rooms, `${name}Files`);
    const bucket = new Bucket(nested, `${name}Bucket`);
    const code = Code.fromInline('exports.handler = async () => ({})');
    const own = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code };
    const answers = new LambdaFunction(rooms, `${name}Answers`, own);
    answers.addToRolePolicy(new PolicyStatement({ actions: [bucketAction], resources: [bucket.arnForObjects('*')] }));
    answers.addToRolePolicy(new PolicyStatement({ actions: ['iot:AttachPolicy'], resources: ['*'] }));
    answers.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    answers.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('SecretsManagerReadWrite'));
    const api = new HttpApi(rooms, `${name}Api`, {
      corsPreflight: { allowOrigins: [origin], allowMethods: [CorsHttpMethod.ANY] },
    });
    api.addRoutes({
      path: '/attach-policy',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Attach', answers),
      authorizer: new HttpIamAuthorizer(),
    });
    const topic = 'arn:aws:iot:us-east-1:111122223333:topic/${cognito-identity.amazonaws.com:sub}/*';
    const statement = { effect: Effect.ALLOW, actions: ['iot:Publish'], resources: [topic] };
    pool.authenticatedRole.addToPrincipalPolicy(new PolicyStatement(statement));
    const asked = new AwsCustomResource(rooms, `${name}Asked`, {
      onUpdate: { service: 'iot', action: 'describeEndpoint', physicalResourceId: PhysicalResourceId.of('x') },
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    });
    const Statement = [
      { Effect: 'Allow', Action: 'iot:Publish', Resource: topic },
      {
        Effect: 'Allow',
        Action: 'iot:Connect',
        Resource: `arn:aws:iot:us-east-1:111122223333:client/${asked.getResponseField('a')}`,
      },
    ];
    new CfnPolicy(rooms, `${name}Policy`, { policyDocument: { Version: '2012-10-17', Statement } });
    app.synth();
    return accessReport(readAssembly(outdir), { secrets: {} });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

let report: AccessReport;
beforeAll(() => {
  report = reportOf();
});

const of = (who: RegExp) => report.principals.find((principal) => who.test(principal.who));

describe('the report on an app of several stacks, one of them nested', () => {
  it('has the users of one stack with the IoT policy of another', () => {
    expect(report.stacks).toEqual(['SignIn', 'Rooms', expect.stringMatching(/^Rooms\/AppFiles/)]);
    expect(of(/^users$/)?.effective).toEqual([
      expect.objectContaining({ does: 'publish', on: '${cognito-identity.amazonaws.com:sub}/*' }),
    ]);
  });

  it('names resources that are made up by their logical IDs', () => {
    const { effective = [] } = of(/^function <AppAnswers/) ?? {};
    const onBucket = effective.find(({ action }) => action === 's3:GetObject');
    expect(onBucket?.on).toMatch(/^arn:aws:s3:::<AppBucket\w+>\/\*$/);
    expect(JSON.stringify(report)).not.toMatch(/made-up/);
  });

  it('marks what nobody has told, and reads HTTP APIs and function URLs', () => {
    const told = [...report.marks, ...report.doors].map(({ code, where, what }) =>
      [code, where, what].filter(Boolean).join(' '),
    );
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^unknown-policy function <AppAnswers\w+> arn:aws:iam::aws:policy\/SecretsManagerReadWrite$/,
        ),
        expect.stringMatching(/^method <AppApi\w+> POST \/attach-policy AWS_IAM$/),
        expect.stringMatching(/^function-url URL of function <AppAnswers\w+> AWS_IAM$/),
        expect.stringMatching(/^cors-origin <AppApi\w+> https:\/\/app\.example$/),
      ]),
    );
  });

  it('is the same after every construct was renamed, and after it was kept as JSON', () => {
    const kept = readAccessReport(JSON.parse(JSON.stringify(report)));
    expect(compareAccess(kept, reportOf({ name: 'Other' }))).toEqual({ wider: [], other: [] });
  });

  it('shows what is more, also where everything is called otherwise', () => {
    const { wider } = compareAccess(report, reportOf({ name: 'Other', origin: '*', bucketAction: 's3:*' }));
    expect(wider.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      expect.stringMatching(/^right-added s3:\* on arn:aws:s3:::<OtherBucket\w+>\/\*$/),
      expect.stringMatching(/^door-opened cors-any-origin: \*/),
    ]);
  });
});
