import { type Answer, NotAsked } from '../answer.js';
import type { Asking } from '../asking.js';
import type { Keys } from '../place.js';
import type { Question } from '../question.js';
import { type ApiAnswer, apiWords, type SignedCall, signedCall } from '../signed-call.js';

const RESPONSES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html';
const REPOST = 'https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden';
const LAMBDA_ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html';
const MINUTE = 60_000;

const words = (says: string) => ({ says, url: REPOST });

const questions: readonly Question[] = [
  {
    id: 'api-unsigned',
    title: 'How does API Gateway answer a request without a signature?',
    documented: words('MissingAuthenticationTokenException, 403, Missing Authentication Token.'),
    run: async (asking) => apiWords(await call(asking, { keys: undefined })),
  },
  {
    id: 'api-wrong-signature',
    title: 'And one whose signature is wrong?',
    documented: words('InvalidSignatureException, 403, the request signature we calculated does not match …'),
    run: (asking) => asUser(asking, (keys) => ({ keys: { ...keys, secretAccessKey: 'not-the-secret' } })),
  },
  {
    id: 'api-unknown-key',
    title: 'And one of an access key that nobody has?',
    documented: words('The security token included in the request is invalid.'),
    reasoned: 'Its table says AccessDeniedException, where UnrecognizedClientException is usual.',
    run: async (asking) => {
      const keys = { accessKeyId: `ASIA${'Q'.repeat(16)}`, secretAccessKey: 'none', sessionToken: 'none' };
      return apiWords(await call(asking, { keys }));
    },
  },
  {
    id: 'api-wrong-token',
    title: 'And one whose session token is wrong?',
    documented: words('The security token included in the request is invalid.'),
    run: (asking) => asUser(asking, (keys) => ({ keys: { ...keys, sessionToken: 'none' } })),
  },
  {
    id: 'api-other-region',
    title: 'And one that was signed for another Region?',
    documented: {
      says: 'Credential should be scoped to a valid Region.',
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html',
    },
    run: (asking) =>
      asUser(asking, (keys) => ({
        keys,
        region: asking.place.outputs.Region === 'eu-west-3' ? 'eu-west-1' : 'eu-west-3',
      })),
  },
  {
    id: 'api-signed-four-minutes-ago',
    title: 'Is a request taken that was signed four minutes ago?',
    documented: words('Signature expired, InvalidSignatureException.'),
    reasoned: 'The window is five minutes elsewhere, and fifteen in some captures.',
    run: async (asking) => statusOf(await asked(asking, -4 * MINUTE)),
  },
  {
    id: 'api-signed-six-minutes-ago',
    title: 'And six minutes ago?',
    documented: words('Signature expired, InvalidSignatureException.'),
    reasoned: 'The window is five minutes elsewhere, and fifteen in some captures.',
    run: async (asking) => apiWords(await asked(asking, -6 * MINUTE)),
  },
  {
    id: 'api-signed-six-minutes-ahead',
    title: 'And six minutes ahead?',
    documented: words('Signature not yet current.'),
    run: async (asking) => apiWords(await asked(asking, 6 * MINUTE)),
  },
  {
    id: 'api-unknown-path',
    title: 'How is a signed request to a path answered that the API does not have?',
    documented: words('MissingAuthenticationTokenException, 403.'),
    run: (asking) => asUser(asking, (keys) => ({ keys, url: new URL('nowhere', urlOf(asking)) })),
  },
  {
    id: 'api-slash-at-the-end',
    title: 'And one to its path with a slash at the end?',
    documented: 'not found',
    reasoned: 'Whether the slash counts before policies are asked is not documented.',
    run: (asking) => asUser(asking, (keys) => ({ keys, url: new URL(`${urlOf(asking)}/`) })).then(statusAlone),
  },
  {
    id: 'api-unknown-method',
    title: 'And one with a method that the path does not have?',
    documented: words('MissingAuthenticationTokenException, 403.'),
    run: (asking) => asUser(asking, (keys) => ({ keys, method: 'PUT' as const })),
  },
  {
    id: 'api-cors-of-refusal',
    title: "Has API Gateway's own refusal the header that lets a page read it?",
    documented: {
      says: 'Gateway responses may have headers; without them there are none.',
      url: RESPONSES,
    },
    reasoned: 'The stack sets them for its allowed origins.',
    async run(asking) {
      const refused = await call(asking, { keys: undefined, headers: { origin: 'https://conformance.example.com' } });
      return refused.headers.get('access-control-allow-origin') !== null;
    },
  },
  {
    id: 'api-request-id-of-client',
    title: 'Can a client choose the request ID of a REST API?',
    documented: {
      says: 'A client can set $context.requestId; $context.extendedRequestId is API Gateway’s own.',
      url: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html',
    },
    async run(asking) {
      const requestId = '11111111-2222-4333-8444-555555555555';
      const { keys } = await asking.resident();
      const { headers } = await call(asking, { keys, headers: { 'x-amzn-requestid': requestId } });
      return headers.get('x-amzn-requestid') === requestId;
    },
  },
  {
    id: 'lambda-429',
    title: 'What does API Gateway make of a call that Lambda throttles?',
    documented: {
      says: 'A rejected invocation, 429 among them, reaches the caller as 500, a function’s error as 502.',
      url: LAMBDA_ERRORS,
    },
    reasoned: 'Seen: 500 with API Gateway’s own body (re:Post QUfI6bsdd0SOiPeyimzxSkfQ).',
    async run(asking) {
      // Nobody's identity: the function answers at once, and asks AWS IoT nothing.
      const keys = await asking.operatorKeys();
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => call(asking, { keys })));
      const throttled = answers.find(({ status, body }) => status >= 500 && !body.includes('"code"'));
      if (throttled !== undefined) return apiWords(throttled);
      throw new NotAsked(`the function took ${AT_ONCE} requests at once: its concurrency is too high to reach its end`);
    },
  },
];

/** What the REST API before the function answers itself. */
export const API_QUESTIONS: readonly Question[] = questions.map((question) => ({
  ...question,
  creates: 'a user, her identity and an attachment',
}));

/** Above the ten concurrent executions of a new account. */
const AT_ONCE = 40;

function urlOf({ place }: Asking): URL {
  const { AttachPolicyUrl } = place.outputs;
  if (AttachPolicyUrl === undefined) throw new NotAsked('the stack has no output AttachPolicyUrl');
  return new URL(AttachPolicyUrl);
}

function call(asking: Asking, options: Partial<SignedCall> & { readonly keys: Keys | undefined }): Promise<ApiAnswer> {
  const { place, clock } = asking;
  return signedCall({ url: urlOf(asking), region: place.outputs.Region ?? '', now: clock.now(), ...options });
}

async function asUser(
  asking: Asking,
  options: (keys: Keys) => Partial<SignedCall> & { readonly keys: Keys },
): Promise<Answer> {
  const { keys } = await asking.resident();
  return apiWords(await call(asking, options(keys)));
}

async function asked(asking: Asking, ahead: number): Promise<ApiAnswer> {
  const { keys } = await asking.resident();
  return call(asking, { keys, now: asking.clock.now() + ahead });
}

function statusOf({ status }: ApiAnswer): number {
  return status;
}

/** What the function itself says is no matter here. */
function statusAlone(answer: Answer): Answer {
  return typeof answer === 'object' && answer !== null && 'status' in answer ? answer.status : answer;
}
