import { functionLine } from '../deployment/function-line.js';
import type { Entry } from './entry.js';

/** Reads a line of each log; undefined for what says nothing of a request or a packet. */
export const entryOfLine: Readonly<Record<Entry['source'], (text: string, time: number) => Entry | undefined>> = {
  function(text, time) {
    const line = functionLine(text);
    if (line === undefined) return ended(text, time);
    const { event, code, status, message, identityId, sub, extendedRequestId } = line;
    const refused = status >= 400;
    return {
      time,
      source: 'function',
      refused,
      identityId,
      sub,
      extendedRequestId,
      what: event,
      result: `${status} ${code}`,
      message,
    };
  },

  api(text, time) {
    const line = parsed(text);
    if (line?.httpMethod === undefined) return undefined;
    const { httpMethod, resourcePath, status, errorType, extendedRequestId } = line;
    const error = absent(errorType);
    return {
      time,
      source: 'api',
      refused: Number(status) >= 400,
      identityId: undefined,
      sub: /:CognitoSignIn:([^,\s]+)$/.exec(line.user ?? '')?.[1],
      extendedRequestId: absent(extendedRequestId),
      what: `${httpMethod} ${resourcePath}`,
      result: error === undefined ? `${status}` : `${status} ${error}`,
      message: absent(line.errorMessage) ?? absent(line.integrationError),
    };
  },

  iot(text, time) {
    const line = parsed(text);
    if (line?.eventType === undefined) return undefined;
    const { eventType, status, topicName, clientId, reason, details, disconnectReason } = line;
    const what = [eventType, topicName ?? '', clientId === undefined ? '' : `as ${clientId}`].filter(Boolean).join(' ');
    return {
      time,
      source: 'iot',
      refused: status === 'Failure',
      identityId: IDENTITY_ID.exec(clientId ?? '')?.[0],
      sub: undefined,
      extendedRequestId: undefined,
      what,
      result: reason ?? disconnectReason ?? status ?? '',
      message: details,
    };
  },
};

/** By its default a client ID is, or begins with, the identity ID. */
const IDENTITY_ID = /^[a-z0-9-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Of Lambda's own lines, those that tell how something ended. @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
const ENDS: Readonly<Record<string, string>> = { 'platform.report': 'invocation', 'platform.initReport': 'init' };

/** A call, or a start, that Lambda ended: out of time, out of memory, a crash. */
function ended(text: string, time: number): Entry | undefined {
  const { type, record } = (json(text) ?? {}) as {
    readonly type?: string;
    readonly record?: { readonly status?: string };
  };
  const { status } = record ?? {};
  const what = ENDS[type ?? ''];
  if (what === undefined || status === undefined || status === 'success') return undefined;
  const none = { identityId: undefined, sub: undefined, extendedRequestId: undefined, message: undefined };
  return { time, source: 'function', refused: true, ...none, what, result: status };
}

function parsed(text: string): Partial<Record<string, string>> | undefined {
  const found = json(text);
  return typeof found === 'object' && found !== null ? (found as Partial<Record<string, string>>) : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** API Gateway writes `-` for what there is none of. */
function absent(value: string | undefined): string | undefined {
  return value === '-' || value === '' ? undefined : value;
}
