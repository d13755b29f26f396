import type { Random } from '../support/seeded-random.js';
import { mangled } from './hostile-packets.js';

const VALUES = [
  'null',
  '7',
  '"x"',
  '[]',
  '{}',
  'true',
  '""',
  '{"a":{"b":[null]}}',
  '1e999',
  '"\\ud800"',
  '"__proto__"',
];
const FIELDS = [
  'ClientId',
  'UserPoolId',
  'IdentityPoolId',
  'IdentityId',
  'Logins',
  'AuthFlow',
  'AuthParameters',
  'ChallengeName',
  'ChallengeResponses',
  'Session',
  'Username',
  'Password',
  'UserAttributes',
  'AccessToken',
  'Token',
  '__proto__',
];
const OPERATIONS = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'GlobalSignOut',
  'GetUser',
  'UpdateUserAttributes',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'ChangePassword',
  'DeleteUser',
  'AdminGetUser',
  'constructor',
];
const IDENTITY_OPERATIONS = [
  'GetId',
  'GetCredentialsForIdentity',
  'GetOpenIdToken',
  'UnlinkIdentity',
  'ListIdentities',
  'DescribeIdentity',
  'DeleteIdentities',
  'toString',
];
const PATHS = [
  '/',
  '/%',
  '/%zz',
  '/%00',
  '//',
  '/../..',
  '/?a=%FF&a=1&__proto__=1',
  '/_sandbox',
  '/_sandbox/decisions?since=x',
  '/_sandbox/clock',
  '/_sandbox/faults',
  '/execute-api/',
  '/endpoint',
  '/target-policies/a%2Fb',
  '/things/%C0%80/shadow?name=',
  '/things/x/shadow',
  '/attached-policies/%',
  '/2015-03-31/functions/%25/invocations',
  '/login?client_id=x&redirect_uri=%',
  '/oauth2/token',
  '/restapis/%/stages/x',
  '/2015-03-31/functions/x?Marker=%00',
  '/?Action=GetCallerIdentity&Version=2011-06-15&__proto__.x=1',
  '/x/.well-known/jwks.json',
  '/mqtt',
  '*',
  'http://[::1',
];
const HEADERS = [
  'x-amz-target: AWSCognitoIdentityService.',
  'authorization: AWS4-HMAC-SHA256',
  'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;;, Signature=x',
  'authorization: AWS4-HMAC-SHA256 Credential=,,,=',
  'authorization: Basic \xff',
  'x-amz-date: 99999999T999999Z',
  'x-amz-client-context: \xff\xfe',
  'content-type: application/json',
  'content-type: application/x-www-form-urlencoded; charset=\xff',
  'content-encoding: gzip',
  'cookie: =;;a=b=c;__proto__=1',
  'origin: \xe4\t',
  'host: b',
  'transfer-encoding: chunked',
  'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-protocol: mqtt\r\nsec-websocket-key: x',
  'expect: 100-continue',
];

const FORMS = [
  'Action=AssumeRoleWithWebIdentity&Version=2011-06-15',
  'Action=GetCallerIdentity&Version=2011-06-15',
  'Action=SimulatePrincipalPolicy&Version=2010-05-08',
  'Action=%00%ff<&Version=',
  'Action=constructor&Version=2010-05-15',
];
const PARAMETERS = [
  'RoleArn=arn:aws:iam::111122223333:role/Some',
  'RoleSessionName=some',
  'WebIdentityToken=a.b.c',
  'WebIdentityToken=eyJhbGciOiJub25lIn0.eyJpc3MiOjd9.',
  'DurationSeconds=1e9',
  'Policy=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B7%5D%7D',
  'Policy=null',
  'A.member.1.B=1',
  'A.member.99999999=1',
  'A=1&A.B=2',
  '__proto__.x=1',
  'constructor.prototype.x=1',
  '%=%&&==',
];

/** To an API that is called by a form, which may be one that nobody has to sign. */
export function mangledForm(random: Random): Buffer {
  const parameters = Array.from({ length: random.below(8) }, () => random.pick(PARAMETERS));
  const body = [random.pick(FORMS), ...parameters].join('&');
  const headers = ['host: 127.0.0.1', 'connection: close', `content-length: ${body.length}`];
  headers.push('content-type: application/x-www-form-urlencoded');
  for (let count = random.below(3); count > 0; count--) headers.push(random.pick(HEADERS));
  return mangledSometimes(random, Buffer.from(`POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
}

export function mangledRequest(random: Random): Buffer {
  const fields = Array.from({ length: random.below(6) }, () => `"${random.pick(FIELDS)}":${random.pick(VALUES)}`);
  const body = random.pick([
    `{${fields}}`,
    `{${fields}}`,
    `{${fields}}`,
    random.pick(VALUES),
    '{',
    '\xff\xfe',
    'a=b&a=%FF',
  ]);
  const target = random.pick([
    `AWSCognitoIdentityProviderService.${random.pick(OPERATIONS)}`,
    `AWSCognitoIdentityService.${random.pick(IDENTITY_OPERATIONS)}`,
  ]);
  const toService = random.below(2) === 0;
  const [method, path] = toService
    ? ['POST', '/']
    : [random.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'x']), random.pick(PATHS)];
  const headers = ['host: 127.0.0.1', 'connection: close', `content-length: ${body.length}`];
  if (toService) headers.push(`x-amz-target: ${target}`, 'content-type: application/x-amz-json-1.1');
  for (let count = random.below(3); count > 0; count--) headers.push(random.pick(HEADERS));
  return mangledSometimes(
    random,
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
  );
}

function mangledSometimes(random: Random, whole: Buffer): Buffer {
  return random.below(4) === 0 ? mangled(random, whole) : whole;
}
