import type { ContextIdentity } from '../../../lambda/attach-policy/caller.js';
import type { LambdaContext } from '../../../lambda/attach-policy/lambda-handler.js';

export const identityId = 'eu-west-1:db9476fd-de77-4977-839f-4f943ff5d68c';
export const guestId = 'eu-west-1:00aa11bb-de77-4977-839f-4f943ff5d68c';
export const identityPoolId = 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9';
const foreignPoolId = 'eu-west-1:ffffffff-4e30-4b54-9a29-60ae42de9ea9';
export const userPoolId = 'eu-west-1_EXAMPLE';
export const sub = '42cf26f5-407c-47cf-bcb6-f70cd63ac119';
export const origin = 'https://app.example.com';

/** As the platform names the user pool, and the sign-in there. */
export const userPool = `cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
export const signInOf = (user: string) => `${userPool}:CognitoSignIn:${user}`;
export const signIn = signInOf(sub);

export type Signer = 'user' | 'guest' | 'IAM user' | 'user of a foreign pool';

export interface RequestProps {
  readonly signer?: Signer;
  readonly method?: string;
  readonly path?: string;
  /** Name of the role that the signer has assumed. */
  readonly role?: string;
  /** Who has signed in to the user pool. */
  readonly login?: string;
  /** Goes over what a request otherwise has, at the top level of the event. */
  readonly event?: Readonly<Record<string, unknown>>;
}

/** What Cognito says of each signer; undefined: it was not Cognito that gave the credentials. */
function cognitoIdentity(signer: Signer) {
  if (signer === 'IAM user') return undefined;
  const type = signer === 'guest' ? 'unauthenticated' : 'authenticated';
  const pool = signer === 'user of a foreign pool' ? foreignPoolId : identityPoolId;
  return { id: signer === 'guest' ? guestId : identityId, pool, type };
}

/** An event of a REST API; its identity has the shape of public captures of AWS_IAM requests. */
export function restEvent({
  signer = 'user',
  method = 'POST',
  path = '/attach-policy',
  role = 'Authenticated',
  login = signIn,
  event = {},
}: RequestProps = {}) {
  const cognito = cognitoIdentity(signer);
  return {
    resource: path,
    path,
    httpMethod: method,
    headers: { origin, 'X-Request-Id': 'chosen-by-the-client' },
    multiValueHeaders: { origin: [origin] },
    queryStringParameters: null,
    pathParameters: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'gateway-request-id',
      extendedRequestId: 'gateway-extended-id=',
      stage: 'prod',
      path: `/prod${path}`,
      identity: {
        cognitoIdentityPoolId: cognito?.pool ?? null,
        cognitoIdentityId: cognito?.id ?? null,
        cognitoAuthenticationType: cognito?.type ?? null,
        cognitoAuthenticationProvider: cognito?.type === 'authenticated' ? `${userPool},${login}` : null,
        accountId: '111122223333',
        accessKey: 'ASIAIOSFODNN7EXAMPLE',
        sourceIp: '192.0.2.1',
        userArn: sessionArn(role),
      },
    },
    ...event,
  };
}

/** An event of an HTTP API, payload 2.0, as in aws-lambda-go's events/testdata/apigw-v2-request-iam.json. */
export function httpApiEvent({
  signer = 'user',
  method = 'POST',
  path = '/attach-policy',
  role = 'Authenticated',
  login = signIn,
  event = {},
}: RequestProps = {}) {
  const cognito = cognitoIdentity(signer);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { origin, 'x-request-id': 'chosen-by-the-client' },
    isBase64Encoded: false,
    requestContext: {
      requestId: 'gateway-request-id',
      stage: '$default',
      http: { method, path, sourceIp: '192.0.2.1' },
      authorizer: {
        iam: {
          accessKey: 'ASIAIOSFODNN7EXAMPLE',
          userArn: sessionArn(role),
          cognitoIdentity: cognito && {
            amr: cognito.type === 'authenticated' ? [cognito.type, userPool, login] : [cognito.type],
            identityId: cognito.id,
            identityPoolId: cognito.pool,
          },
        },
      },
    },
    ...event,
  };
}

function sessionArn(role: string): string {
  return `arn:aws:sts::111122223333:assumed-role/${role}/CognitoIdentityCredentials`;
}

/** A Lambda context; `identity` as Lambda sets it for an invocation signed with Cognito credentials. */
export function lambdaContext(identity?: ContextIdentity, remainingTime = 10_000): LambdaContext {
  return { awsRequestId: 'lambda-request-id', identity, getRemainingTimeInMillis: () => remainingTime };
}

/** The context of a direct invocation. It does not tell guests from users. */
export function directContext(signer: Signer = 'user', remainingTime?: number): LambdaContext {
  const cognito = cognitoIdentity(signer);
  const identity = cognito && { cognitoIdentityId: cognito.id, cognitoIdentityPoolId: cognito.pool };
  return lambdaContext(identity, remainingTime);
}
