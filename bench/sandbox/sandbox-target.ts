import { type LocalTarget, USUAL_INTENT } from '../../journey/target.js';
import type { Booted } from './boot-sandbox-process.js';

/** A sandbox in another process as the journey's clients see it. */
export function targetOf({ url, outputs }: Booted): LocalTarget {
  return {
    endpoint: url,
    outputs,
    async confirmationCode(email) {
      const messages = await look<{ to: string; code: string }[]>(url, 'messages');
      return messages.findLast(({ to }) => to === email)?.code ?? '';
    },
    intent: USUAL_INTENT,
    operator: async () => Promise.reject(new Error('The benchmark has no use for an operator.')),
    attachedPolicies: async () => [],
    decisions: { newest: async () => 0, refusalSince: async () => undefined },
  };
}

/** One of the sandbox's views. */
export async function look<T>(url: string, view: string): Promise<T> {
  return (await (await fetch(`${url}/_sandbox/${view}`)).json()) as T;
}

/** One of the sandbox's switches. */
export async function post(url: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/_sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}
