import { identityVariable } from '../../contract/connection.js';
import type { FunctionEnvironment } from '../../contract/function-environment.js';

const topics = [`users/${identityVariable}/*`];
const userPool = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE';
const identityPoolId = 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9';

/** The environment that the stack gives the function, with made-up names and AWS's example keys. */
export const functionEnvironment: Readonly<Record<string, string> & FunctionEnvironment> = {
  IOT_POLICY_NAME: 'BenchPolicy',
  IDENTITY_POOL_ID: identityPoolId,
  IOT_ENDPOINT: 'bench-ats.iot.eu-west-1.amazonaws.com',
  ALLOWED_ORIGINS: 'https://app.example.com',
  CONNECTION_TEMPLATE: JSON.stringify({
    clientId: identityVariable,
    topics: { publish: topics, subscribe: topics, receive: topics },
  }),
  GUESTS_ALLOWED: 'false',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session-token',
  // The SDK warns on Node 20 and would be measured doing so.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** `POST /attach-policy` of the REST API, signed by the identity with this number. */
export function attachEvent(number: number): object {
  const path = '/attach-policy';
  const id = number.toString(16).padStart(12, '0');
  return {
    resource: path,
    path,
    httpMethod: 'POST',
    headers: { origin: 'https://app.example.com', 'user-agent': 'bench' },
    multiValueHeaders: {},
    queryStringParameters: null,
    pathParameters: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: `request-${number}`,
      stage: 'v1',
      path: `/v1${path}`,
      identity: {
        cognitoIdentityPoolId: identityPoolId,
        cognitoIdentityId: `eu-west-1:db9476fd-de77-4977-839f-${id}`,
        cognitoAuthenticationType: 'authenticated',
        cognitoAuthenticationProvider: `${userPool},${userPool}:CognitoSignIn:42cf26f5-407c-47cf-bcb6-${id}`,
        sourceIp: '192.0.2.1',
      },
    },
  };
}
