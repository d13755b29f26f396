import type { FailedHandshake } from '../../contract/mqtt-connection.js';

type Explained = FailedHandshake['end'];

const DISTRUST =
  'not trust the certificate authority of this sandbox: "cognito-iot sandbox trust" prints what each client needs.';

/** Node checks the certificate only when the handshake is done, and then leaves without a word. */
export const LEFT_AT_ONCE: Explained = {
  reason: 'closed after the handshake',
  explanation: `The client left right after the handshake, without a request, as clients do that do ${DISTRUST}`,
};

/** OpenSSL's words for what went wrong, and what to do. */
export function explainTlsError(error: Error & { readonly code?: string; readonly reason?: string }): Explained {
  const reason = error.reason ?? error.code ?? error.message;
  const known = EXPLANATIONS.find(({ says }) => says.test(reason));
  return { reason, explanation: known?.explanation ?? 'The client and the sandbox did not agree on how to speak TLS.' };
}

/** The sandbox has no certificate to show; the error says why. */
export function explainNoCertificate(error: unknown): Explained {
  return { reason: 'no certificate', explanation: error instanceof Error ? error.message : String(error) };
}

const EXPLANATIONS = [
  {
    says: /unknown ca|bad certificate|certificate unknown|unsupported certificate/i,
    explanation: `The client does ${DISTRUST}`,
  },
  {
    says: /^(ECONNRESET|EPIPE)$/,
    explanation: `The client left during the handshake, as clients do that do ${DISTRUST}`,
  },
  {
    says: /certificate expired/i,
    explanation:
      "The client's clock says that the certificate has ended. It is good for thirty days, by the clock of this machine.",
  },
  { says: /TIMEOUT/, explanation: 'The client did not finish the handshake in time.' },
  {
    says: /unsupported protocol|protocol version|version too low/i,
    explanation: 'The sandbox speaks TLS 1.2 and 1.3, as AWS IoT does.',
  },
  {
    says: /no application protocol/i,
    explanation: 'The client asks for another protocol than HTTP/1.1 (ALPN). MQTT comes in WebSockets here, at /mqtt.',
  },
];
