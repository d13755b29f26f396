import type { JourneyTarget } from './target.js';

/** A refusal that was wanted: who refused, and in which words. */
export interface Refusal {
  readonly [key: string]: unknown;
  readonly refused: string;
  readonly message: string;
}

/** A step went otherwise than it should. */
export class JourneyError extends Error {
  readonly status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/** How the broker refuses: MQTT 3.1.1 has no words for it, MQTT 5 has a reason code. */
export const BROKER_REFUSALS: readonly string[] = ['SocketClosed', 'NotAuthorized'];

/** https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt5-reason-codes */
const NOT_AUTHORIZED = 0x87;
const LOWEST_FAILURE = 0x80;

/** What MQTT 5 answers with a reason code is a refusal; any other error is what it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // As MQTT.js has it: of a SUBACK the packet, of any other answer its code.
  const { code, packet } = error as { readonly code?: unknown; readonly packet?: { readonly granted?: unknown } };
  const granted: unknown[] = Array.isArray(packet?.granted) ? packet.granted : [];
  const reason = [...granted, code].find((one) => typeof one === 'number' && one >= LOWEST_FAILURE);
  if (typeof reason !== 'number') return error;
  const name = reason === NOT_AUTHORIZED ? 'NotAuthorized' : 'RefusedByBroker';
  return new JourneyError(name, `The broker said no with MQTT's reason code 0x${reason.toString(16)}.`);
}

/**
 * Passes if the attempt fails with one of these error names.
 *
 * @param what the attempt, in words that begin a sentence: `Publishing to a/b`
 * @throws JourneyError `NotRefused` if it succeeds; the attempt's own error if it fails otherwise
 */
export async function expectRefusal(
  what: string,
  attempt: Promise<unknown>,
  names: readonly string[],
): Promise<Refusal> {
  try {
    await attempt;
  } catch (thrown) {
    const error = asRefusal(thrown);
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
    return { refused: error.name, message: error.message };
  }
  throw new JourneyError('NotRefused', `${what} should have been refused with ${names.join(' or ')}, and was not.`);
}

/** An attempt that a policy must refuse. */
export interface PolicyAttempt {
  /** In words that begin a sentence: `Publishing to a/b`. */
  readonly what: string;
  readonly run: () => Promise<unknown>;
  /** Error names. */
  readonly names: readonly string[];
  /** What the same user may do, which shows that it was no crash and no quota. */
  readonly allowed: () => Promise<unknown>;
}

/**
 * As `expectRefusal`; and a policy must have refused, since a closed socket alone may as well be a quota or a crash. A
 * decision log says so. Where there is none, the answer itself does, or that the user can go on with what is allowed.
 *
 * @throws JourneyError `NotByPolicy` if none did
 */
export async function expectPolicyRefusal(
  { decisions }: JourneyTarget,
  { what, run, names, allowed }: PolicyAttempt,
): Promise<Refusal> {
  const before = (await decisions?.newest()) ?? 0;
  const refusal = await expectRefusal(what, run(), names);
  if (decisions === undefined) {
    if (refusal.refused !== 'SocketClosed') return { ...refusal, because: refusal.message };
    await allowed();
    return { ...refusal, because: 'Closed without a reason, and what is allowed went on.' };
  }
  const because = await decisions.refusalSince(before);
  if (because === undefined) {
    throw new JourneyError('NotByPolicy', `${what} failed (${refusal.message}), but no policy refused it.`);
  }
  return { ...refusal, because };
}
