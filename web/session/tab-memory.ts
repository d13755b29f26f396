/** What a tab still knows of its user after a reload. */
export interface Remembered {
  readonly filters: readonly string[];
  /** How many messages were under way. */
  readonly unsent: number;
}

export interface TabMemory {
  /** Of that user, and nobody else. */
  recall(userSub: string): Remembered;
  remember(userSub: string, remembered: Remembered): void;
}

const KEY = 'cognito-iot-access.page';
const NOTHING: Remembered = { filters: [], unsent: 0 };

export function createTabMemory(storage: Pick<Storage, 'getItem' | 'setItem'>): TabMemory {
  return {
    recall(userSub) {
      const { user, filters, unsent } = parsed(storage.getItem(KEY));
      if (user !== userSub || !Array.isArray(filters) || typeof unsent !== 'number') return NOTHING;
      return { filters: filters.filter((filter) => typeof filter === 'string'), unsent };
    },
    remember: (user, { filters, unsent }) => storage.setItem(KEY, JSON.stringify({ user, filters, unsent })),
  };
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
