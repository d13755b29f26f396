import { median } from 'simple-statistics';
import { attachEvent, functionEnvironment } from './function/function-environment.js';
import { type FunctionProcess, lambdaFlags, startFunctionProcess } from './function/function-process.js';
import type { IotServer } from './function/iot-server.js';
import type { NodeBinary } from './function/node-binary.js';
import type { Variants } from './function/variants.js';
import { inRounds, percentile } from './statistics.js';

export interface WarmOptions {
  readonly node: NodeBinary;
  readonly variants: Variants;
  readonly iot: IotServer;
  /** Calls of each variant. */
  readonly calls: number;
  /** Calls that are not timed, and after which memory is read for the first time. */
  readonly warmUp: number;
}

export interface WarmRow {
  /** Milliseconds in the handler. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds from event to answer, the Runtime API included. */
  readonly invocationP50Ms: number;
  readonly ratioToFloor: number;
  readonly rssMb: number;
  /** After all calls against after the warm-up. */
  readonly memoryRatio: number;
}

export interface WarmResult<K extends string> {
  readonly rows: Readonly<Record<K, WarmRow>>;
  /** Of the function as it is deployed. */
  readonly requests: { readonly calls: number; readonly puts: number; readonly identities: number };
}

const measured = ['floor', 'attachPolicy', 'defaultBundle'] as const;
export type WarmVariant = (typeof measured)[number];

interface Weight {
  readonly rssMb: number;
  readonly memoryRatio: number;
  readonly requests: WarmResult<WarmVariant>['requests'];
}

/** Calls each variant thousands of times with another identity each, in blocks that take turns. */
export async function measureWarm(options: WarmOptions): Promise<WarmResult<WarmVariant>> {
  const { calls, warmUp } = options;
  // Where V8's heap grows is chance: of three processes the one in the middle counts.
  const weights = await inRounds(measured, 3, (name) => weigh(options, name));
  const processes = new Map<WarmVariant, FunctionProcess>();
  try {
    for (const name of measured) processes.set(name, await start(options, name));
    const blocks = 20;
    const blockSize = Math.ceil((calls - warmUp) / blocks);
    await inRounds(measured, 1, (name) => callMany(processes.get(name), warmUp));
    const timed = await inRounds(measured, blocks, (name) => callMany(processes.get(name), blockSize));
    const p50s = (name: WarmVariant) => timed[name].map(({ handlerMs }) => median([...handlerMs]));
    const row = (name: WarmVariant): WarmRow => {
      const handlerMs = timed[name].flatMap((block) => block.handlerMs);
      return {
        p50Ms: percentile(handlerMs, 0.5),
        p99Ms: percentile(handlerMs, 0.99),
        invocationP50Ms: percentile(
          timed[name].flatMap((block) => block.invocationMs),
          0.5,
        ),
        ratioToFloor: median(p50s(name).map((value, block) => value / (p50s('floor')[block] ?? Number.NaN))),
        rssMb: median(weights[name].map(({ rssMb }) => rssMb)),
        memoryRatio: median(weights[name].map(({ memoryRatio }) => memoryRatio)),
      };
    };
    const rows = { floor: row('floor'), attachPolicy: row('attachPolicy'), defaultBundle: row('defaultBundle') };
    return { rows, requests: requestsOf(weights.attachPolicy) };
  } finally {
    for (const running of processes.values()) await running.stop();
  }
}

/** Memory of a fresh process after the warm-up and after all calls, and what AWS IoT has seen of them. */
async function weigh(options: WarmOptions, name: WarmVariant): Promise<Weight> {
  const { iot, calls, warmUp } = options;
  await iot.count();
  const running = await start(options, name);
  try {
    const before = await callMany(running, warmUp);
    const { rssMb } = await callMany(running, calls - warmUp, warmUp);
    const { puts, identities } = await iot.count();
    return { rssMb, memoryRatio: rssMb / before.rssMb, requests: { calls, puts, identities } };
  } finally {
    await running.stop();
  }
}

/** As many identities as calls must make as many requests: an answer from a cache or from priming would show here. */
function requestsOf(weights: readonly Weight[]): Weight['requests'] {
  const all = weights.map(({ requests }) => requests);
  const wrong = all.find(({ calls, puts, identities }) => puts !== calls || identities !== calls);
  return wrong ?? (all[0] as Weight['requests']);
}

function start({ node, variants, iot }: WarmOptions, name: WarmVariant): Promise<FunctionProcess> {
  const environment = { ...functionEnvironment, AWS_ENDPOINT_URL: iot.url };
  return startFunctionProcess({ node: node.path, flags: lambdaFlags, file: variants[name], environment });
}

async function callMany(running: FunctionProcess | undefined, calls: number, first = 0) {
  const handlerMs: number[] = [];
  const invocationMs: number[] = [];
  let rssMb = Number.NaN;
  for (let call = 1; call <= calls; call += 1) {
    const invoked = await running?.invoke(attachEvent(first + call), call === calls);
    if (invoked?.statusCode !== 200) throw new Error(`A warm call was answered with ${invoked?.statusCode}`);
    handlerMs.push(invoked.handlerMs);
    invocationMs.push(invoked.ms);
    rssMb = invoked.usage?.rssMb ?? rssMb;
  }
  return { handlerMs, invocationMs, rssMb };
}
