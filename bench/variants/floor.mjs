import { createHash, createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

// Required, since an import of `node:http` loads undici, too.
const require = createRequire(import.meta.url);
const { Agent: HttpAgent, request: httpRequest } = require('node:http');
const { Agent: HttpsAgent, request: httpsRequest } = require('node:https');

/**
 * The floor: attaches the policy as the function does, with neither Express nor SDK and without its care for errors.
 * Nobody should write it like this; it says how much of the time is not ours to save.
 */
const { env } = process;
const region = env.AWS_REGION;
const endpoint = new URL(env.AWS_ENDPOINT_URL ?? `https://iot.${region}.amazonaws.com`);
const secure = endpoint.protocol === 'https:';
const send = secure ? httpsRequest : httpRequest;
const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true });
const path = `/target-policies/${encodeURIComponent(env.IOT_POLICY_NAME)}`;
const template = JSON.parse(env.CONNECTION_TEMPLATE);
const variable = '${cognito-identity.amazonaws.com:sub}';

export const handler = async ({ requestContext }) => {
  const { cognitoIdentityId, cognitoIdentityPoolId, cognitoAuthenticationType } = requestContext.identity;
  const accepted = cognitoAuthenticationType === 'authenticated' && cognitoIdentityPoolId === env.IDENTITY_POOL_ID;
  if (!cognitoIdentityId || !accepted) return { statusCode: 403, body: '{"code":"NotSignedIn"}' };
  const status = await put(JSON.stringify({ target: cognitoIdentityId }));
  if (status !== 200) return { statusCode: 503, body: '{"code":"IotUnavailable"}' };
  console.info({ event: 'attach', code: 'OK', identityId: cognitoIdentityId, requestId: requestContext.requestId });
  const connection = JSON.parse(JSON.stringify(template).replaceAll(variable, cognitoIdentityId));
  const body = { identityId: cognitoIdentityId, policyName: env.IOT_POLICY_NAME, connection };
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': env.ALLOWED_ORIGINS };
  return { statusCode: 200, headers, body: JSON.stringify(body) };
};

function put(body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const options = { agent, method: 'PUT', host: endpoint.hostname, port: endpoint.port, path };
    const request = send({ ...options, headers: sign({ headers, body, date: new Date() }) }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject).end(body);
  });
}

/** Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function sign({ headers, body, date }) {
  const time = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const hash = sha256(body);
  const signed = { ...headers, host: endpoint.host, 'x-amz-content-sha256': hash, 'x-amz-date': time };
  if (env.AWS_SESSION_TOKEN) signed['x-amz-security-token'] = env.AWS_SESSION_TOKEN;
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const canonical = ['PUT', encodeURI(path), '', lines, names.join(';'), hash].join('\n');
  const scope = `${day}/${region}/iot/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, 'iot', 'aws4_request'].reduce(hmac, `AWS4${env.AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${env.AWS_ACCESS_KEY_ID}/${scope}`;
  signed.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return signed;
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key, text) {
  return createHmac('sha256', key).update(text).digest();
}
