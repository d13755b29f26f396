/** What can change in what the sandbox shows. */
export type Changing =
  | 'apiRequests'
  | 'attachments'
  | 'connections'
  | 'decisions'
  | 'functionLogs'
  | 'identities'
  | 'iotPolicies'
  | 'messages'
  | 'mqttMessages'
  | 'switches'
  | 'testClients'
  | 'users';

/** Hears that something has changed; what it is now is looked up by whoever wants to know. */
export interface Changes {
  /** Said with each message and each decision: it costs next to nothing where nobody listens. */
  tell(what: Changing): void;
  /** @returns ends it */
  listen(listener: (what: Changing) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(what: Changing) => void>();
  return {
    tell(what) {
      if (listeners.size === 0) return;
      for (const listener of listeners) listener(what);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
