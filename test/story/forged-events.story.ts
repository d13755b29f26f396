import { CognitoIdentityClient, GetIdCommand, GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { functionName, grantInvoke } from './grant-invoke.js';

let sandbox: Sandbox;
let victim: SignedInUser;
let attacker: SignedInUser;

/** What an operator may do unwisely: users may invoke the function, and take their role in the classic flow, of which
 * Lambda is not known to say that it is Cognito's. */
beforeAll(async () => {
  sandbox = await settingsSandbox(
    {},
    {
      edit: (template) => {
        grantInvoke(template);
        onlyResource(template, 'AWS::Cognito::IdentityPool').AllowClassicFlow = true;
      },
    },
  );
  victim = await signedInUser(sandbox);
  attacker = await signedInUser(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());

const optionsWith = (credentials?: AwsCredentials) => ({
  region: sandbox.outputs.Region ?? '',
  endpoint: sandbox.url,
  ...(credentials && { credentials: keysOf(credentials) }),
});
const keysOf = ({ accessKeyId, secretAccessKey, sessionToken = '' }: AwsCredentials) => ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
});

async function classicCredentials({ idToken, credentials }: SignedInUser): Promise<AwsCredentials> {
  const { IdentityPoolId } = sandbox.outputs;
  const Logins = { [awsClients(sandbox).userPoolProvider]: idToken };
  const identities = new CognitoIdentityClient(optionsWith());
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId, Logins }));
  const { Token: WebIdentityToken } = await identities.send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
  const { Arn = '' } = await new STSClient(optionsWith(credentials)).send(new GetCallerIdentityCommand({}));
  const RoleArn = Arn.replace(':sts:', ':iam:').replace(/:assumed-role\/([^/]+)\/.*/, ':role/$1');
  const { Credentials } = await new STSClient(optionsWith()).send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'my-app', WebIdentityToken }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** An event as API Gateway makes it for somebody else's request. */
function forgedEvent(httpMethod: string, more: object = {}): object {
  const provider = awsClients(sandbox).userPoolProvider;
  return {
    resource: '/attach-policy',
    path: '/attach-policy',
    httpMethod,
    headers: {},
    requestContext: {
      requestId: 'forged',
      stage: 'v1',
      identity: {
        cognitoIdentityId: victim.identityId,
        cognitoIdentityPoolId: sandbox.outputs.IdentityPoolId,
        cognitoAuthenticationType: 'authenticated',
        cognitoAuthenticationProvider: `${provider},${provider}:CognitoSignIn:somebody`,
      },
    },
    ...more,
  };
}

async function invoke(credentials: AwsCredentials, event: object) {
  const { Payload, FunctionError } = await new LambdaClient(optionsWith(credentials)).send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  return { failed: FunctionError !== undefined, said: JSON.parse(Buffer.from(Payload ?? []).toString()) };
}

it.each([
  ['without anything besides', {}],
  [
    'with stage variables of its own',
    { stageVariables: { proof: 'arn:aws:cloudformation:us-east-1:111122223333:stack/CognitoIotAccess/a-uuid' } },
  ],
  ['as an HTTP API', { version: '2.0', rawPath: '/attach-policy', routeKey: '$default' }],
])(
  "nobody who may invoke the function passes for API Gateway, and for somebody else's request: %s",
  async (_, more) => {
    expect((await awsClients(sandbox).attach(victim)).status).toBe(200);
    const attached = sandbox.views.attachments();
    for (const credentials of [await classicCredentials(attacker), sandbox.views.operator() as AwsCredentials]) {
      for (const method of ['DELETE', 'POST', 'GET']) {
        expect(await invoke(credentials, forgedEvent(method, more))).toMatchObject({
          failed: true,
          said: { errorType: 'NotSignedIn' },
        });
      }
    }
    expect(sandbox.views.attachments()).toEqual(attached);
  },
);
