import type { IotClient, Step } from '../../client/index.js';
import { withStep } from '../flow/flow.js';
import type { LampOfUser } from '../lamp/lamp-of-user.js';
import { verdictOf } from '../refusals/verdict.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';
import { withoutIdentity } from '../topics/without-identity.js';
import type { Logbook } from './logbook.js';
import type { SessionState } from './session-state.js';
import type { Store } from './store.js';

/** The reason code of MQTT 5. */
const NOT_AUTHORIZED = 0x87;

export interface ConnectionTellerOptions {
  readonly store: Store<SessionState>;
  readonly sandbox: SandboxReader | undefined;
  readonly logbook: Logbook;
  /** Tells of the refusals that are about the lamp. */
  readonly lamp?: Pick<LampOfUser, 'takesRefusal'>;
  /** The host that is connected to, for people. */
  readonly host: string;
}

/** Draws what the client goes through while it connects, and later. @returns a function that ends that */
export function tellConnection(client: IotClient, options: ConnectionTellerOptions): () => void {
  const { store, sandbox, logbook, lamp, host } = options;
  const { tell, step } = logbook;
  const short = (clientId: string) => withoutIdentity(clientId, store.get().identityId);
  /** A browser hides why a WebSocket did not open, so the client asks the API; what it does next tells. */
  let handshakeFailed = false;

  const onCredentials = (identityId: string | undefined) => {
    if (handshakeFailed) tell('AWS IoT refused the signed URL; it is signed anew', 'bad');
    handshakeFailed = false;
    if (identityId === undefined || store.get().flow.identity.status === 'done') return;
    store.update(() => ({ identityId }));
    step('identity', 'done', identityId);
    tell(`Identity ${identityId}`, 'good');
  };

  const onRefused = async ({ by, status, reasonCode }: Extract<Step, { step: 'refused' }>) => {
    // While nothing answers, one more that did not open says nothing new.
    if (by === 'handshake' && status === undefined) handshakeFailed = store.get().connection !== 'offline';
    else if (by === 'handshake') tell(`${host} answered the handshake with ${status}`, 'bad');
    if (by !== 'connect') return;
    if (reasonCode !== undefined && reasonCode !== NOT_AUTHORIZED) {
      return tell(`AWS IoT refused CONNECT with the reason code ${reasonCode}; it is tried again`, 'bad');
    }
    const how = reasonCode === undefined ? 'closed the connection on CONNECT' : 'refused CONNECT as not authorized';
    tell(`AWS IoT ${how}: the policy is not attached, or not in effect yet`, 'bad');
    const decision = await sandbox?.lastRefusal(store.get().identityId ?? '', 'iot:Connect');
    for (const { name, allowed, verdict } of decision?.layers.map(verdictOf) ?? []) {
      if (!allowed) tell(`${name} ${verdict} (iot:Connect)`);
    }
  };

  const onConnected = (clientId: string) => {
    handshakeFailed = false;
    store.update(({ flow, holder }) => {
      // Nobody had to attach anything.
      const why = holder.kind === 'guest' ? 'A guest is held to the role alone.' : 'was attached before';
      return { clientId, flow: flow.attach.status === 'waiting' ? withStep(flow, 'attach', 'skipped', why) : flow };
    });
    tell(`Connected as ${short(clientId)}`, 'good');
    step('connect', 'done', `as client ${short(clientId)}`);
  };

  const onStep = (happened: Step) => {
    switch (happened.step) {
      case 'credentials':
        return onCredentials(happened.identityId);
      case 'connect':
        return step('connect', 'busy', short(happened.clientId));
      case 'refused':
        return void onRefused(happened);
      case 'attach':
        return step('attach', 'busy', 'POST /attach-policy');
      case 'attached':
        store.update(() => ({ policy: { name: happened.policyName, attached: true } }));
        tell(`Policy ${happened.policyName} was attached`, 'good');
        return step('attach', 'done', happened.policyName);
      case 'connected':
        return onConnected(happened.clientId);
    }
  };

  const stops = [
    client.on('step', onStep),
    client.on('error', (error) => {
      if (!lamp?.takesRefusal(error)) void logbook.refuse(error);
    }),
    client.on('state', (connection, error) => {
      const before = store.get().connection;
      store.update(() => ({ connection }));
      if (connection === 'connecting' && before === 'connected') {
        tell('The connection was closed');
        step('connect', 'busy', 'Connecting again');
      }
      if (connection === 'offline') {
        handshakeFailed = false;
        if (before !== 'offline') tell(`Nothing answers at ${host}; trying again`, 'bad');
        if (store.get().flow.identity.status === 'done') step('connect', 'busy', `Nothing answers at ${host}`);
      }
      if (error !== undefined) void logbook.refuse(error, 'connection');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
