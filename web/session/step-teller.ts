import type { Step } from '../../client/index.js';
import { type StepName, type StepStatus, withStep } from '../flow/flow.js';
import type { SandboxViews } from '../sandbox/sandbox-views.js';
import type { Happening, SessionState, Store } from './session-state.js';

export interface StepTellerOptions {
  readonly store: Store<SessionState>;
  readonly sandbox: SandboxViews | undefined;
  readonly tell: (text: string, tone?: Happening['tone']) => void;
  readonly step: (name: StepName, status: StepStatus, detail?: string) => void;
}

/** Draws what the client goes through while it connects. */
export function createStepTeller({ store, sandbox, tell, step }: StepTellerOptions): (happened: Step) => void {
  /** Without the identity ID, which is shown beside it. */
  const shortClientId = (clientId: string) => clientId.replace(store.get().identityId ?? '', '<identity>');

  const onRefused = async (by: 'handshake' | 'connect' | 'network') => {
    if (by === 'network') return tell('Nothing answered; trying again');
    if (by === 'handshake') return tell('AWS IoT refused the signed URL', 'bad');
    tell('AWS IoT closed the connection on CONNECT: the policy is not attached, or not in effect yet', 'bad');
    const { identityId = '' } = store.get();
    const decision = await sandbox?.lastRefusal(identityId, 'iot:Connect');
    for (const { layer, effect } of decision?.layers ?? []) {
      if (effect !== 'Allow') tell(`${layer}: no statement allows iot:Connect`);
    }
  };

  const onConnected = (clientId: string) => {
    const { flow, policy } = store.get();
    store.update(() => ({ clientId }));
    // Nobody had to attach anything.
    if (flow.attach.status === 'waiting') {
      const detail = `${policy?.name ?? 'The policy'} was attached before`;
      store.update(() => ({ flow: withStep(flow, 'attach', 'skipped', detail) }));
    }
    tell(`Connected as ${shortClientId(clientId)}`, 'good');
    step('connect', 'done', `as client ${shortClientId(clientId)}`);
  };

  return (happened) => {
    switch (happened.step) {
      case 'connect':
        return step('connect', 'busy', shortClientId(happened.clientId));
      case 'refused':
        return void onRefused(happened.by);
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
}
