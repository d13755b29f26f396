import { CONSOLE_TOKEN_HEADER, type ConsoleError } from '../../contract/console.js';
import type { ConsoleActions, ConsoleSwitchBodies } from '../../contract/console-actions.js';

/** Does what the console's buttons say. */
export interface Operator {
  /** @throws OperatorRefusal */
  act<Path extends keyof ConsoleActions>(
    path: Path,
    body: ConsoleActions[Path]['body'],
  ): Promise<ConsoleActions[Path]['answer']>;
  /** @throws OperatorRefusal */
  set<Path extends keyof ConsoleSwitchBodies>(path: Path, body: ConsoleSwitchBodies[Path]): Promise<void>;
  /** A request below `/_sandbox/`, with the token. @throws OperatorRefusal */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** What the sandbox answered instead, for people. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal';
  readonly code: string;

  constructor({ code, message }: ConsoleError) {
    super(message);
    this.code = code;
  }
}

/** @param token what stands in this page alone, which no page of another origin can read */
export function createOperator(token: string): Operator {
  const ask: Operator['ask'] = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set(CONSOLE_TOKEN_HEADER, token);
    const response = await fetch(`/_sandbox/${path}`, { ...init, headers }).catch(() => {
      throw new OperatorRefusal({ code: 'Unreachable', message: 'The sandbox does not answer. Is it still running?' });
    });
    if (!response.ok) throw new OperatorRefusal(await errorOf(response));
    return response;
  };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json();
  };
  return {
    ask,
    // The server is the same build as this page, and `contract` says what each action answers.
    act: async (path, body) => (await post(path, body)) as ConsoleActions[typeof path]['answer'],
    async set(path, body) {
      await post(path, body);
    },
  };
}

async function errorOf(response: Response): Promise<ConsoleError> {
  const fallback = { code: `${response.status}`, message: `The sandbox answered with status ${response.status}.` };
  try {
    return { ...fallback, ...((await response.json()) as Partial<ConsoleError>) };
  } catch {
    return fallback;
  }
}
