import type { Decision } from '../../contract/decision.js';
import type { MailedMessage } from '../../contract/sandbox-views.js';

/** The sandbox tells what AWS keeps to itself. */
export interface SandboxReader {
  /** The code mailed last, to this address if one is given. */
  lastMessage(to?: string): Promise<MailedMessage | undefined>;
  /** The last refusal of that identity and action since the call before. */
  lastRefusal(identityId: string, action: string): Promise<Decision | undefined>;
}

export function createSandboxReader(sandboxUrl: string): SandboxReader {
  let seen = 0;
  const look = async <T>(view: string): Promise<T[]> => {
    const response = await fetch(`${sandboxUrl}/_sandbox/${view}`);
    return response.ok ? ((await response.json()) as T[]) : [];
  };
  return {
    async lastMessage(to) {
      const messages = await look<MailedMessage>('messages').catch(() => []);
      return messages.filter((message) => !to || message.to === to).at(-1);
    },
    async lastRefusal(identityId, action) {
      const decisions = await look<Decision>(`decisions?since=${seen}`).catch(() => []);
      seen = decisions.at(-1)?.number ?? seen;
      return decisions.filter((one) => !one.allowed && one.identityId === identityId && one.action === action).at(-1);
    },
  };
}
