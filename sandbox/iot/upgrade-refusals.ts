import type { FailedHandshake } from '../../contract/mqtt-connection.js';
import type { AwsError } from '../base/errors.js';

type Explained = FailedHandshake['end'];

/** What a developer needs to know of an upgrade that was refused: AWS tells the client a status at most. */
export function explainRefusedUpgrade({ code, message }: AwsError): Explained {
  // What follows is the canonical request, which is for the client that signed it.
  const [told = ''] = message.split('\n\n');
  const advice = ADVICE.find(({ says }) => says.test(`${code} ${told}`))?.advice ?? SIGN_ANEW;
  return { reason: code, explanation: `${told} ${advice}` };
}

export function explainWrongPath(path: string): Explained {
  return { reason: '404 Not Found', explanation: `There are WebSockets at /mqtt alone, not at ${path}.` };
}

export function explainWrongProtocol(offered: string): Explained {
  const asked = offered === '' ? 'none' : offered;
  return {
    reason: '400 Bad Request',
    explanation: `The client asked for the WebSocket sub-protocol ${asked}; AWS IoT speaks mqtt (Sec-WebSocket-Protocol).`,
  };
}

/** @param message of the WebSocket library, which names the header */
export function explainNoWebSocket(message: string): Explained {
  return { reason: '400 Bad Request', explanation: `The upgrade is none of a WebSocket (RFC 6455): ${message}.` };
}

const SIGN_ANEW = 'Sign a new URL before each connect.';

const ADVICE = [
  {
    says: /^MissingAuthenticationToken/,
    advice: 'Connect with a presigned URL, or with an Authorization header: SigV4 for the service iotdevicegateway.',
  },
  {
    says: /not yet current/,
    advice: "The client's clock is ahead of the sandbox's, or the sandbox's was moved back (/_sandbox/clock).",
  },
  {
    says: /Signature expired/,
    advice: `${SIGN_ANEW} If it is new, the client's clock is behind the sandbox's, which can be moved (/_sandbox/clock).`,
  },
  {
    says: /^ExpiredToken/,
    advice: 'The credentials have ended: get new ones from the identity pool, and sign with them.',
  },
  {
    says: /^UnrecognizedClient/,
    advice:
      'This sandbox did not issue these credentials: they are of another one, of an earlier start, or of AWS. Or their ' +
      'session token is missing, or was not percent-encoded exactly once.',
  },
  {
    says: /slash-delimited elements.*%2F/i,
    advice: "The client encoded the signed query once more, as HiveMQ's for Java does: %2F became %252F.",
  },
  { says: /correct service/, advice: 'Sign for iotdevicegateway, and not for iotdata or iot.' },
  { says: /valid region/, advice: "Sign for the Region of the stack's output." },
  {
    says: /does not match the signature/,
    advice:
      'Sign the host with its port and the path /mqtt, and add X-Amz-Security-Token to a presigned URL after signing. ' +
      'The answer to the client has the canonical request.',
  },
];
