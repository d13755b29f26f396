import type { IotClientEvents } from './client-contract.js';
import type { Step } from './connect-contract.js';
import type { Emitter } from './emitter.js';
import { IotAccessError } from './iot-access-error.js';

/** Where a client logs to: `console`, a logger of pino, or anything else with these four. */
export interface Log {
  /** Steps of connecting. */
  debug(fields: object, message: string): void;
  /** Changes of the state. */
  info(fields: object, message: string): void;
  /** Refusals, and tries that are made again. */
  warn(fields: object, message: string): void;
  /** What fails where no call waits for it, and what the client is `denied` for. */
  error(fields: object, message: string): void;
}

export interface ClientLog {
  /** A call has failed, or nobody waits for what has. */
  failed(level: 'warn' | 'error', what: string, error: unknown): void;
}

/**
 * Logs what a client does. No secret is among the fields, and the identity ID stands nowhere in them: to a guest's
 * credentials it is the key.
 */
export function logClient(
  log: Log | undefined,
  events: Pick<Emitter<IotClientEvents>, 'on'>,
  identityId: () => string | undefined,
): ClientLog {
  const write = (level: keyof Log, message: string, fields: object) => {
    const id = identityId();
    const text = JSON.stringify([fields, message]);
    try {
      const [told, said] = JSON.parse(id === undefined ? text : text.replaceAll(id, '{identity}'));
      log?.[level](told, said);
    } catch {
      // A log that fails is no reason to stop.
    }
  };

  const failed: ClientLog['failed'] = (level, what, error) => write(level, what, fieldsOf(error));
  if (log === undefined) return { failed: () => undefined };

  events.on('step', ({ step, ...fields }) => write(levelOf(step), `step ${step}`, { step, ...fields }));
  events.on('state', (state, error) => {
    const level = state === 'denied' ? 'error' : 'info';
    write(level, `state ${state}`, { state, ...(error && fieldsOf(error)) });
  });
  events.on('rights', (connection) => write('info', 'rights', { known: connection !== undefined }));
  events.on('pressure', (isHigh) => write('info', 'pressure', { isHigh }));
  return { failed };
}

function levelOf(step: Step['step']): 'debug' | 'warn' {
  return step === 'refused' || step === 'retry' || step === 'delayed' ? 'warn' : 'debug';
}

/** Never the cause, of which nobody knows what it holds. */
function fieldsOf(error: unknown): object {
  if (!(error instanceof IotAccessError)) return { error: error instanceof Error ? error.name : typeof error };
  const { code, reasonCode, message } = error;
  return { code, reasonCode, error: message };
}
