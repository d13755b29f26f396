import { type RightCase, rightCases, USUAL, type WrongCase, wrongCases } from './cases.js';
import { type Signed, type Signing, signByHand } from './sign-by-hand.js';
import { type Verdict, verdictOn } from './verdict.js';

interface Vector extends Pick<Signing, 'endpoint' | 'region' | 'time' | 'accessKeyId' | 'secretAccessKey'> {
  readonly name: string;
  readonly sessionToken?: string;
  /** Seconds. */
  readonly expires?: number;
}

/** docs/signing-vectors.json. */
export interface SigningVectors {
  readonly about: readonly string[];
  readonly right: readonly (Vector & Signed & { readonly verdict?: Verdict })[];
  readonly wrong: readonly {
    readonly name: string;
    readonly url: string;
    readonly clock: string;
    readonly verdict: Verdict;
  }[];
}

const ABOUT = [
  'Presigned URLs of AWS IoT Core for MQTT over WebSocket, for whoever signs by hand. The credentials are made up.',
  'right: your signer makes this url of endpoint, region, time, expires and credentials. The order of the parameters in the url is free; their encoding is not.',
  'wrong: a url with one mistake, and what the sandbox answers to it at the time of clock. It knows the credentials of the first right one, and is in us-east-1.',
  'verdict: the status of the upgrade (101 lets MQTT begin), and what the sandbox tells under /_sandbox/connections.',
];

export async function signingVectors(): Promise<SigningVectors> {
  const [right, wrong] = [[], []] as [SigningVectors['right'][number][], SigningVectors['wrong'][number][]];
  for (const one of rightCases) right.push(await rightVector(one));
  for (const one of wrongCases) wrong.push(await wrongVector(one));
  return { about: ABOUT, right, wrong };
}

async function rightVector({ name, ...signing }: RightCase): Promise<SigningVectors['right'][number]> {
  const signed = signByHand(signing);
  const { accessKeyId, secretAccessKey, sessionToken, region, time } = signing;
  const vector = { name, ...signing, ...signed };
  // The sandbox issues no keys without a token.
  if (sessionToken === undefined) return vector;
  const judge = { accessKeyId, secretAccessKey, sessionToken, region, now: Date.parse(time) };
  return { ...vector, verdict: await verdictOn(signed.url, judge) };
}

async function wrongVector({ name, clock, spoil = (url) => url, ...signing }: WrongCase) {
  const url = spoil(signByHand(signing).url);
  const judged = clock ?? signing.time;
  const { accessKeyId, secretAccessKey, sessionToken = '', region } = USUAL;
  const judge = { accessKeyId, secretAccessKey, sessionToken, region, now: Date.parse(judged) };
  return { name, url, clock: judged, verdict: await verdictOn(url, judge) };
}
