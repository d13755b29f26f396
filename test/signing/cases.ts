import type { Signing } from './sign-by-hand.js';

export interface RightCase extends Signing {
  readonly name: string;
}

/** A URL with one mistake. */
export interface WrongCase extends Signing {
  readonly name: string;
  /** The time of whoever judges it. @default that of the signature */
  readonly clock?: string;
  /** What is done to the signed URL. */
  readonly spoil?: (url: string) => string;
}

const KEYS = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
/** With what base64 has and a query has not. */
const TOKEN = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJGMEQCIB+Ab/c+d==';
export const USUAL: Signing = {
  endpoint: 'a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com',
  region: 'us-east-1',
  time: '2026-01-31T12:00:00Z',
  ...KEYS,
  sessionToken: TOKEN,
};
const { sessionToken: _, ...WITHOUT_TOKEN } = USUAL;
const SANDBOX: Signing = { ...USUAL, endpoint: '127.0.0.1:8001' };

export const rightCases: readonly RightCase[] = [
  { name: 'temporary credentials, whose token has +, / and =', ...USUAL },
  { name: 'an access key without a session token', ...WITHOUT_TOKEN, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  { name: 'another port than 443, as the sandbox has it', ...SANDBOX },
  { name: 'port 443, which is not part of the host', ...USUAL, endpoint: `${USUAL.endpoint}:443` },
  {
    name: 'China',
    ...USUAL,
    endpoint: 'a1b2c3d4e5f6g7.ats.iot.cn-north-1.amazonaws.com.cn',
    region: 'cn-north-1',
  },
  {
    name: 'GovCloud',
    ...USUAL,
    endpoint: 'a1b2c3d4e5f6g7-ats.iot.us-gov-west-1.amazonaws.com',
    region: 'us-gov-west-1',
  },
  { name: 'the last second of a leap day', ...USUAL, time: '2028-02-29T23:59:59Z' },
  { name: 'the first second of a year', ...USUAL, time: '2027-01-01T00:00:00Z' },
  { name: 'good for 60 seconds', ...USUAL, expires: 60 },
  { name: 'good for a day', ...USUAL, expires: 86_400 },
];

export const wrongCases: readonly WrongCase[] = [
  {
    name: 'The session token is signed, as for other services, and not added after signing.',
    ...USUAL,
    isTokenSigned: true,
  },
  { name: 'The session token is left out.', ...WITHOUT_TOKEN },
  {
    name: 'The session token is encoded twice.',
    ...USUAL,
    spoil: (url) => url.replace(encodeURIComponent(TOKEN), encodeURIComponent(encodeURIComponent(TOKEN))),
  },
  {
    name: "The whole query is encoded twice, as by HiveMQ's client for Java.",
    ...USUAL,
    spoil: (url) => url.replaceAll('%', '%25'),
  },
  {
    name: 'The session token is not encoded: its + is read as a blank.',
    ...USUAL,
    spoil: (url) => url.replace(encodeURIComponent(TOKEN), TOKEN),
  },
  { name: 'Signed for the service iotdata.', ...USUAL, service: 'iotdata' },
  { name: 'Signed for another Region.', ...USUAL, region: 'eu-west-1' },
  { name: 'Signed with another secret.', ...USUAL, secretAccessKey: 'another' },
  { name: 'Used six minutes after it was signed.', ...USUAL, clock: '2026-01-31T12:06:00Z' },
  { name: 'Used after its X-Amz-Expires.', ...USUAL, expires: 60, clock: '2026-01-31T12:01:01Z' },
  { name: "The signer's clock is six minutes ahead.", ...USUAL, clock: '2026-01-31T11:54:00Z' },
  {
    name: 'X-Amz-Expires was changed after signing.',
    ...USUAL,
    expires: 60,
    spoil: (url) => url.replace('Expires=60', 'Expires=3600'),
  },
  { name: 'X-Amz-Expires is above seven days.', ...USUAL, expires: 604_801 },
  {
    name: 'The day of the scope is not that of X-Amz-Date, in which local time and UTC are mixed.',
    ...USUAL,
    day: '20260201',
  },
  { name: 'The path is not /mqtt.', ...USUAL, path: '/' },
  { name: 'Signed with UNSIGNED-PAYLOAD in place of the hash of nothing.', ...USUAL, payloadHash: 'UNSIGNED-PAYLOAD' },
  { name: 'Signed for POST.', ...USUAL, method: 'POST' },
  { name: 'The host was signed without its port.', ...SANDBOX, host: '127.0.0.1' },
  {
    name: 'What was signed has percent-encodings in lower case.',
    ...USUAL,
    encode: (text) => encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  },
  {
    name: 'The signature is not what was calculated.',
    ...USUAL,
    spoil: (url) => url.replace(/(Signature=.{63})./, '$1x'),
  },
];
