import { AwsV4Signer } from 'aws4fetch';
import type { Credentials } from './credentials-provider.js';
import type { Endpoints } from './outputs.js';

/**
 * The address to open the WebSocket with, good for five minutes. The session token is not signed but added after.
 * https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws
 *
 * @param now milliseconds since 1970
 */
export async function presignMqttUrl({ mqttUrl, region }: Endpoints, credentials: Credentials, now: number) {
  const { url } = await sign(mqttUrl, { service: 'iotdevicegateway', region, credentials, now, signQuery: true });
  return url.toString();
}

/** The headers that authorize one request to the API: no body, nothing in the query. */
export async function signApiRequest(
  method: string,
  { attachPolicyUrl, region }: Endpoints,
  credentials: Credentials,
  now: number,
): Promise<Record<string, string>> {
  const signed = await sign(attachPolicyUrl, { method, service: 'execute-api', region, credentials, now });
  return Object.fromEntries([...signed.headers].filter(([name]) => name !== 'host'));
}

interface Signing {
  readonly method?: string;
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly now: number;
  readonly signQuery?: boolean;
}

function sign(url: string, { credentials, now, method = 'GET', ...rest }: Signing) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const datetime = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
  return new AwsV4Signer({
    url,
    method,
    datetime,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...rest,
  }).sign();
}
