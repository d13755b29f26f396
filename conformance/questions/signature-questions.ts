import type { Answer } from '../answer.js';
import { bodyWords } from '../answer-body.js';
import type { Asking } from '../asking.js';
import { IOT_GUIDE, type Question } from '../question.js';
import type { SignedUrlOptions } from '../signed-url.js';
import { upgrade } from '../upgrade.js';

const PROTOCOLS = `${IOT_GUIDE}protocols.html`;
const SIGV4 = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html';
const NOT_SAID = 'AWS documents neither how old a presigned URL for MQTT may be nor a maximum of X-Amz-Expires.';
const MINUTE = 60_000;

const questions: readonly Question[] = [
  {
    id: 'url-six-minutes-old',
    title: 'Is a URL taken that was signed six minutes ago and says nothing of when it expires?',
    documented: 'not found',
    reasoned: NOT_SAID,
    run: (asking) => upgraded(asking, { now: asking.clock.now() - 6 * MINUTE }),
  },
  {
    id: 'url-six-minutes-old-with-expires',
    title: 'And with X-Amz-Expires of 15 minutes?',
    documented: 'not found',
    reasoned: NOT_SAID,
    run: (asking) => upgraded(asking, { now: asking.clock.now() - 6 * MINUTE, expiresIn: 900 }),
  },
  {
    id: 'url-past-its-expires',
    title: 'And with X-Amz-Expires of a minute, two minutes ago?',
    documented: { says: 'X-Amz-Expires is for how many seconds the URL is valid.', url: SIGV4 },
    run: (asking) => upgraded(asking, { now: asking.clock.now() - 2 * MINUTE, expiresIn: 60 }),
  },
  {
    id: 'url-expires-in-a-day',
    title: 'May X-Amz-Expires be a day?',
    documented: 'not found',
    reasoned: NOT_SAID,
    run: (asking) => upgraded(asking, { expiresIn: 86_400 }),
  },
  {
    id: 'url-expires-in-more-than-a-week',
    title: 'May X-Amz-Expires be more than a week?',
    documented: { says: 'The maximum is 604,800 seconds, a week.', url: SIGV4 },
    run: (asking) => upgraded(asking, { expiresIn: 604_801 }),
  },
  {
    id: 'url-six-minutes-ahead',
    title: 'Is a URL taken that was signed six minutes ahead of AWS’s time?',
    documented: 'not found',
    reasoned: 'The window of five minutes is seen elsewhere.',
    run: (asking) => upgraded(asking, { now: asking.clock.now() + 6 * MINUTE }),
  },
  {
    id: 'url-service-iotdata',
    title: 'Is a URL taken that was signed for the service iotdata?',
    documented: { says: 'The service for MQTT over WebSocket is iotdevicegateway.', url: PROTOCOLS },
    run: (asking) => upgraded(asking, { service: 'iotdata' }),
  },
  {
    id: 'url-token-signed',
    title: 'Is a URL taken whose session token is among what is signed, and not added after?',
    documented: { says: 'The session token is added after signing.', url: PROTOCOLS },
    run: (asking) => upgraded(asking, { signsToken: true }),
  },
  {
    id: 'url-other-region',
    title: 'Is a URL taken that was signed for another Region?',
    documented: { says: 'A signature is for one Region.', url: SIGV4 },
    run: (asking) =>
      upgraded(asking, { region: asking.place.outputs.Region === 'eu-west-3' ? 'eu-west-1' : 'eu-west-3' }),
  },
  {
    id: 'url-wrong-signature',
    title: 'What is said to a wrong signature at the upgrade?',
    documented: 'not found',
    reasoned: 'Clients say "Unexpected response code: 403"; the body was not found.',
    async run(asking) {
      const { keys } = await asking.resident();
      return tell(await upgrade(asking.url({ ...keys, secretAccessKey: 'not-the-secret' })));
    },
  },
  {
    id: 'url-unknown-key',
    title: 'What is said to an access key that nobody has?',
    documented: 'not found',
    async run({ url }) {
      const accessKeyId = `ASIA${'Q'.repeat(16)}`;
      return tell(await upgrade(url({ accessKeyId, secretAccessKey: 'none', sessionToken: 'none' })));
    },
  },
  {
    id: 'url-without-token',
    title: 'What is said to temporary credentials without their session token?',
    documented: 'not found',
    async run({ resident, url }) {
      const { accessKeyId, secretAccessKey } = (await resident()).keys;
      return tell(await upgrade(url({ accessKeyId, secretAccessKey })));
    },
  },
  {
    id: 'url-unsigned',
    title: 'What is said to an upgrade without a signature?',
    documented: 'not found',
    async run({ resident, url }) {
      const [address = ''] = url((await resident()).keys).split('?');
      return tell(await upgrade(address));
    },
  },
  {
    id: 'upgrade-without-protocol',
    title: 'Is an upgrade taken that asks for no sub-protocol?',
    documented: { says: 'Clients name mqtt as the sub-protocol.', url: PROTOCOLS },
    async run({ resident, url }) {
      return tell(await upgrade(url((await resident()).keys), /* protocol */ ''));
    },
  },
  {
    id: 'upgrade-other-path',
    title: 'What is said to an upgrade at another path than /mqtt?',
    documented: { says: 'The path is /mqtt.', url: PROTOCOLS },
    async run({ resident, url }) {
      return tell(await upgrade(url((await resident()).keys, { path: '/other' })));
    },
  },
];

/** How the upgrade to a WebSocket is answered, by how its URL is signed. */
export const SIGNATURE_QUESTIONS: readonly Question[] = questions.map((question) => ({
  ...question,
  creates: 'a user, her identity and an attachment',
}));

async function upgraded({ resident, url }: Asking, options: Partial<SignedUrlOptions>): Promise<Answer> {
  return tell(await upgrade(url((await resident()).keys, options)));
}

function tell({ status, errorType, body }: Awaited<ReturnType<typeof upgrade>>): Answer {
  return status === 101 ? 'taken' : { status, errorType, body: bodyWords(body) };
}
