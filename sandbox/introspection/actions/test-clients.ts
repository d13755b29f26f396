import { randomUUID } from 'node:crypto';
import type { TestClientAnswer, Who } from '../../../contract/console-actions.js';
import type { TestClient } from '../../../contract/console-state.js';
import { AwsError } from '../../base/errors.js';
import type { VerifiedCaller } from '../../iam/sigv4.js';
import type { OpenTestConnection, TestAnswer, TestConnection, TestMessage } from '../../service/test-connection.js';
import type { Views } from '../../service/views.js';

export interface TestClientsOptions {
  readonly open: OpenTestConnection;
  /** Credentials of somebody's identity, as a sign-in would give them. */
  readonly signIn: (who: Who) => Promise<{ readonly caller: VerifiedCaller; readonly identityId: string }>;
  readonly decisions: Views['decisions'];
  readonly now: () => number;
  readonly told: () => void;
}

/** Connections that the console has opened as its users. */
export interface TestClients {
  connect(
    who: Who,
    clientId: string | undefined,
  ): Promise<TestClientAnswer & Pick<TestClient, 'id' | 'clientId' | 'identityId'>>;
  subscribe(id: string, filter: string, qos: 0 | 1): Promise<TestClientAnswer>;
  unsubscribe(id: string, filter: string): Promise<TestClientAnswer>;
  publish(id: string, message: TestMessage): Promise<TestClientAnswer>;
  disconnect(id: string): void;
  /** Those that are open, and those that ended last. */
  all(): readonly TestClient[];
}

interface Kept extends Pick<TestClient, 'id' | 'clientId' | 'identityId'> {
  readonly connection: TestConnection;
  readonly received: TestClient['received'][number][];
}

const MOST_OPEN = 20;
const KEPT_ENDED = 10;
const KEPT_MESSAGES = 100;

export function createTestClients({ open, signIn, decisions, now, told }: TestClientsOptions): TestClients {
  const clients = new Map<string, Kept>();

  const find = (id: string): Kept => {
    const client = clients.get(id);
    if (client !== undefined) return client;
    throw new AwsError('NotFound', `There is no client ${id} any more.`, 404);
  };

  const forgetOld = () => {
    const ended = [...clients.values()].filter(({ connection }) => connection.end !== undefined);
    for (const { id } of ended.slice(0, -KEPT_ENDED)) clients.delete(id);
  };

  /** With the decision that refused it: the last against this identity since then. */
  const answerOf = async (identityId: string, ask: () => Promise<TestAnswer>): Promise<TestClientAnswer> => {
    const before = decisions(0).at(-1)?.number ?? 0;
    const { ok, code, explanation } = await ask();
    told();
    const refusing = ok
      ? undefined
      : decisions(before).findLast((one) => !one.allowed && one.identityId === identityId);
    return {
      ok,
      ...(code === undefined ? {} : { code }),
      ...(explanation === undefined ? {} : { explanation }),
      ...(refusing === undefined ? {} : { decision: refusing }),
    };
  };

  const withClient = (id: string, ask: (connection: TestConnection) => Promise<TestAnswer>) => {
    const { identityId, connection } = find(id);
    return answerOf(identityId, () => ask(connection));
  };

  return {
    async connect(who, given) {
      forgetOld();
      const isOpen = ({ connection }: Kept) => connection.end === undefined;
      if ([...clients.values()].filter(isOpen).length >= MOST_OPEN) {
        throw new AwsError('BadRequest', `${MOST_OPEN} clients are open: disconnect one of them.`, 409);
      }
      const { caller, identityId } = await signIn(who);
      const client = { id: randomUUID(), clientId: given ?? identityId, identityId, received: [] as Kept['received'] };
      const { id, clientId, received } = client;
      const answer = await answerOf(identityId, () => {
        const connection = open({
          caller,
          clientId,
          received(message) {
            received.push({ time: now(), ...message });
            if (received.length > KEPT_MESSAGES) received.shift();
            told();
          },
          ended: told,
        });
        clients.set(id, { ...client, connection });
        return connection.connected;
      });
      return { id, clientId, identityId, ...answer };
    },
    subscribe: (id, filter, qos) => withClient(id, (connection) => connection.subscribe(filter, qos)),
    unsubscribe: (id, filter) => withClient(id, (connection) => connection.unsubscribe(filter)),
    publish: (id, message) => withClient(id, (connection) => connection.publish(message)),
    disconnect: (id) => find(id).connection.disconnect(),
    all: () =>
      [...clients.values()].map(({ id, clientId, identityId, connection, received }) => ({
        id,
        clientId,
        identityId,
        isOpen: connection.end === undefined,
        ...(connection.end === undefined ? {} : { end: connection.end }),
        subscriptions: connection.subscriptions,
        received: [...received],
      })),
  };
}
