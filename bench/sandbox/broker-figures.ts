import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { callAttachPolicy } from '../../journey/clients/attach-policy-client.js';
import { signMqttUrl } from '../../journey/clients/mqtt-client.js';
import { signInSomebody } from '../../journey/make-somebody.js';
import { bootSandboxProcess, type Usage } from './boot-sandbox-process.js';
import { type BrokerLoad, measureBrokerLoad } from './broker-load.js';
import { targetOf } from './sandbox-target.js';

/** Microseconds of CPU for each message, published and received: medians over the rounds. */
export interface BrokerCost {
  readonly qos0: number;
  readonly qos1: number;
}

export interface BrokerCosts {
  /** The broker library alone. */
  readonly bare: BrokerCost;
  readonly sandbox: BrokerCost;
  /** With more connections, and as many messages together. */
  readonly crowd: BrokerCost;
}

/** A message's CPU in the sandbox's broker, beside the bare library's in the same run. */
export interface BrokerRatios {
  /** The library's by the sandbox's, of the QoS in which it is the lower. */
  readonly brokerRatio: number;
  /** With five times as many connections by what it is else, of the QoS in which it is the higher. */
  readonly brokerCrowdRatio: number;
}

export interface BrokerFiguresOptions {
  /** Folder of the synthesized stack. */
  readonly assembly: string;
  readonly rounds: number;
  readonly seconds: number;
  /** Connections, and those of the crowd. @default 200 and 1,000 */
  readonly connections?: number;
  readonly crowd?: number;
  /** Messages of each connection in a second. @default 40 */
  readonly rate?: number;
}

type Kind = 'bare' | 'sandbox' | 'crowd';

/** Lets every kind of broker carry the same messages, in turns, since a machine is not the same all the time. */
export async function measureBroker(options: BrokerFiguresOptions): Promise<BrokerCosts> {
  const { rounds, seconds, connections = 200, crowd = 1000, rate = 40 } = options;
  const costs: Record<Kind, Record<'qos0' | 'qos1', number[]>> = {
    bare: { qos0: [], qos1: [] },
    sandbox: { qos0: [], qos1: [] },
    crowd: { qos0: [], qos1: [] },
  };
  const run = async (kind: Kind, qos: 0 | 1) => {
    const load = kind === 'crowd' ? { connections: crowd, rate: (rate * connections) / crowd } : { connections, rate };
    const measure = kind === 'bare' ? onBareBroker : onSandbox;
    costs[kind][`qos${qos}`].push(await measure(options.assembly, { ...load, qos, seconds }));
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const qos of [0, 1] as const) for (const kind of ['bare', 'sandbox', 'crowd'] as const) await run(kind, qos);
  }
  const cost = (kind: Kind): BrokerCost => ({ qos0: median(costs[kind].qos0), qos1: median(costs[kind].qos1) });
  return { bare: cost('bare'), sandbox: cost('sandbox'), crowd: cost('crowd') };
}

type Load = Pick<BrokerLoad, 'connections' | 'rate' | 'qos' | 'seconds'>;

async function onBareBroker(_assembly: string, load: Load): Promise<number> {
  const file = join(import.meta.dirname, 'bare-broker-process.ts');
  const child = fork(file, [], { execArgv: ['--expose-gc', '--import', 'tsx'] });
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const usage = async () => {
      child.send('usage');
      return (await once(child, 'message'))[0] as Usage;
    };
    return await measureBrokerLoad({ ...load, url: async () => url, clientId: ID, topic: `users/${ID}/bench`, usage });
  } finally {
    child.disconnect();
  }
}

/** As long as an identity ID. */
const ID = 'us-east-1:00000000-0000-0000-0000-000000000000';

async function onSandbox(assembly: string, load: Load): Promise<number> {
  const sandbox = await bootSandboxProcess({ assembly, built: true });
  try {
    const target = targetOf(sandbox.booted);
    const { credentials, identityId } = await signInSomebody(target);
    await callAttachPolicy(target, { method: 'POST', credentials });
    return await measureBrokerLoad({
      ...load,
      url: () => signMqttUrl(target, credentials),
      clientId: identityId,
      topic: `users/${identityId}/bench`,
      usage: sandbox.usage,
    });
  } finally {
    await sandbox.stop();
  }
}

export function brokerRatios({ bare, sandbox, crowd }: BrokerCosts): BrokerRatios {
  return {
    brokerRatio: Math.min(bare.qos0 / sandbox.qos0, bare.qos1 / sandbox.qos1),
    brokerCrowdRatio: Math.max(crowd.qos0 / sandbox.qos0, crowd.qos1 / sandbox.qos1),
  };
}
