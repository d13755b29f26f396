import type { Attachment } from '../contract/attachment.js';
import type { Connection } from '../contract/connection.js';
import { AttachRefusedError } from './attach-refused-error.js';
import { readTab, type TabStorage, writeTab } from './tab-storage.js';

/** What `/attach-policy` last said of how an identity connects, kept so that it need not be asked again. */
export interface KeptConnection {
  of(identityId: string): Connection | undefined;
  keep(identityId: string, connection: Connection): void;
  /** The identity's rights have changed. */
  forget(identityId: string): void;
}

export interface KeptConnectionOptions {
  /** Whose answer it is: another stack says something else. */
  readonly attachPolicyUrl: string;
  /** Outlives a reload. */
  readonly storage: TabStorage | undefined;
  /** With what is known now: undefined once it was forgotten. */
  readonly onChange: (connection: Connection | undefined) => void;
}

export function createKeptConnection({ attachPolicyUrl, storage, onChange }: KeptConnectionOptions): KeptConnection {
  const known = new Map<string, Connection>();
  const keyOf = (identityId: string) => `cognito-iot-access:connection:${identityId}`;

  const of = (identityId: string) => {
    const kept = known.get(identityId) ?? read(storage, keyOf(identityId), attachPolicyUrl);
    if (kept !== undefined) known.set(identityId, kept);
    return kept;
  };

  return {
    of,
    keep(identityId, connection) {
      const isNew = JSON.stringify(of(identityId)) !== JSON.stringify(connection);
      known.set(identityId, connection);
      writeTab(storage, keyOf(identityId), JSON.stringify({ attachPolicyUrl, connection }));
      if (isNew) onChange(connection);
    },
    forget(identityId) {
      const wasKnown = of(identityId) !== undefined;
      known.delete(identityId);
      writeTab(storage, keyOf(identityId), '');
      if (wasKnown) onChange(undefined);
    },
  };
}

/** @throws AttachRefusedError when the answer says nothing of it, or what `ask` throws */
export async function keptOrAsked(
  kept: KeptConnection,
  identityId: string,
  ask: () => Promise<Attachment>,
): Promise<Connection> {
  const known = kept.of(identityId);
  if (known !== undefined) return known;
  const { connection } = await ask();
  if (isConnection(connection)) return connection;
  throw new AttachRefusedError(
    { reason: 'Unknown', status: 200 },
    `/attach-policy answered without a connection: it is ${JSON.stringify(connection)}.`,
    'Check that AttachPolicyUrl is the one of the stack, and that stack and client are of one version.',
  );
}

/** There may be what another version wrote. */
function read(storage: TabStorage | undefined, key: string, attachPolicyUrl: string): Connection | undefined {
  try {
    const kept = JSON.parse(readTab(storage, key) || 'null');
    return kept?.attachPolicyUrl === attachPolicyUrl && isConnection(kept.connection) ? kept.connection : undefined;
  } catch {
    return undefined;
  }
}

export function isConnection(value: unknown): value is Connection {
  const { clientId, topics } = (value ?? {}) as { clientId?: unknown; topics?: unknown };
  const { publish, subscribe, receive } = (topics ?? {}) as Record<string, unknown>;
  return typeof clientId === 'string' && (topics === undefined || [publish, subscribe, receive].every(Array.isArray));
}
