import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

/** Where a user pool's keys and configuration are on AWS, in the Region's own name. */
const ON_AWS = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?::443)?(\/[^/?]+\/\.well-known\/[^?]*)/;

/**
 * Libraries that verify tokens take their keys from the address that the token's issuer is, which no setting of the AWS
 * SDK changes: `aws-jwt-verify` by `https`, `jose` by `fetch`. Nothing else that a function asks for is touched.
 *
 * @param cognito where Cognito is found instead
 */
export function reachUserPools(cognito) {
  const here = (address) => {
    const path = ON_AWS.exec(address)?.[1];
    return path === undefined ? undefined : cognito.replace(/\/$/, '') + path;
  };

  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const local = here(input instanceof Request ? input.url : String(input));
    if (local === undefined) return fetch(input, init);
    return fetch(input instanceof Request ? new Request(local, input) : local, init);
  };

  const { request } = https;
  https.request = (...given) => {
    const local = here(addressOf(given[0]));
    if (local === undefined) return request(...given);
    const options = given.find((one) => typeof one === 'object' && !(one instanceof URL)) ?? {};
    const { headers, signal, timeout } = options;
    const onAnswer = given.find((one) => typeof one === 'function');
    const asked = { headers: { ...headers, host: new URL(local).host }, signal, timeout };
    return (local.startsWith('https:') ? { request } : http).request(local, asked, onAnswer);
  };
  https.get = (...given) => https.request(...given).end();
  syncBuiltinESMExports();
}

function addressOf(asked) {
  if (typeof asked === 'string') return asked;
  if (asked instanceof URL) return asked.href;
  return `https://${asked.hostname ?? asked.host}${asked.path ?? '/'}`;
}
