import type { ConsoleActions } from '../../../contract/console-actions.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';

/** Does what the console does, as a program of this machine. */
export function consoleActor(sandbox: () => Sandbox) {
  return async <Path extends keyof ConsoleActions>(path: Path, body: ConsoleActions[Path]['body']) => {
    const response = await fetch(`${sandbox().url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: (await response.json()) as ConsoleActions[Path]['answer'] };
  };
}
