import { LAMP } from './lamp-state.js';

const SHADOW = `$aws/things/${LAMP}/shadow`;

/** Requests to the lamp's shadow, and where the answers come. */
export const LAMP_TOPICS = {
  get: `${SHADOW}/get`,
  update: `${SHADOW}/update`,
  answers: [
    `${SHADOW}/update/documents`,
    `${SHADOW}/update/rejected`,
    `${SHADOW}/get/accepted`,
    `${SHADOW}/get/rejected`,
  ],
} as const;

/** What an answer of the shadow says. */
export type ShadowAnswer =
  | { readonly is: 'state'; readonly on: boolean | undefined; readonly wanted: boolean | undefined }
  | { readonly is: 'rejected'; readonly clientToken: string | undefined; readonly message: string };

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-document.html */
export function readShadowAnswer(topic: string, document: unknown): ShadowAnswer {
  const { state, current, message, clientToken } = (document ?? {}) as Record<string, unknown>;
  if (topic.endsWith('/rejected')) {
    const token = typeof clientToken === 'string' ? clientToken : undefined;
    return { is: 'rejected', clientToken: token, message: String(message) };
  }
  const now = topic.endsWith('/documents') ? (current as { readonly state?: unknown } | undefined)?.state : state;
  const { reported, desired } = (now ?? {}) as { readonly reported?: unknown; readonly desired?: unknown };
  return { is: 'state', on: switchOf(reported), wanted: switchOf(desired) };
}

function switchOf(section: unknown): boolean | undefined {
  const { on } = (section ?? {}) as { readonly on?: unknown };
  return typeof on === 'boolean' ? on : undefined;
}
