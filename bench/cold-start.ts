import { attachEvent, functionEnvironment } from './function/function-environment.js';
import { lambdaFlags, startFunctionProcess } from './function/function-process.js';
import type { IotServer } from './function/iot-server.js';
import type { NodeBinary } from './function/node-binary.js';
import type { VariantName, Variants } from './function/variants.js';
import { inRounds, medianRatio, type Spread, spread } from './statistics.js';

/** One start: from before the process to its first answer. */
interface ColdStart {
  readonly totalMs: number;
  readonly initMs: number;
  readonly firstAnswerMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

export interface ColdStartRow {
  readonly totalMs: Spread;
  readonly initMs: Spread;
  readonly firstAnswerMs: Spread;
  readonly cpuMs: Spread;
  readonly rssMb: Spread;
  readonly ratioToFloor: number;
  readonly cpuRatioToFloor: number;
}

export interface ColdStartOptions {
  readonly node: NodeBinary;
  readonly variants: Variants;
  readonly iot: IotServer;
  readonly rounds: number;
  /** With a share of CPU the server speaks TLS, as AWS does: the handshake is what a small share makes slow. */
  readonly memorySize?: number;
  /**
   * Whether the bootstrap takes `node:http` by `require`, as Lambda's own client does, and so leaves it to the function
   * whether undici is loaded: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client (src/client/rapid-client.ts).
   *
   * @default false: it is imported, and every variant has paid for undici
   */
  readonly httpRequired?: boolean;
}

/** Starts each variant once a round, in another order each round. */
export async function measureColdStart<K extends VariantName>(
  names: readonly K[],
  options: ColdStartOptions,
): Promise<Record<K, ColdStartRow>> {
  const { rounds, variants } = options;
  const results = await inRounds<VariantName, ColdStart>(
    ['floor', ...names.filter((name) => name !== 'floor')],
    rounds,
    (name) => startOnce(variants[name], options),
  );
  const rows = names.map((name) => [name, row(results[name], results.floor)]);
  return Object.fromEntries(rows) as Record<K, ColdStartRow>;
}

async function startOnce(file: string, { node, iot, memorySize, httpRequired }: ColdStartOptions): Promise<ColdStart> {
  const secure = memorySize !== undefined;
  const begun = performance.now();
  const running = await startFunctionProcess({
    node: node.path,
    flags: lambdaFlags,
    file,
    environment: {
      ...functionEnvironment,
      AWS_ENDPOINT_URL: secure ? iot.secureUrl : iot.url,
      ...(secure && { NODE_EXTRA_CA_CERTS: iot.certificateFile }),
      ...(httpRequired && { HTTP_REQUIRED: 'yes' }),
    },
    ...(secure && { memorySize }),
  });
  try {
    const { statusCode, ms, usage } = await running.invoke(attachEvent(Math.floor(begun)), true);
    if (statusCode !== 200 || usage === undefined) throw new Error(`${file} answered ${statusCode}`);
    const { initMs } = running;
    return { totalMs: initMs + ms, initMs, firstAnswerMs: ms, ...usage };
  } finally {
    await running.stop();
  }
}

function row(starts: readonly ColdStart[], floor: readonly ColdStart[]): ColdStartRow {
  const all = (key: keyof ColdStart, of = starts) => of.map((start) => start[key]);
  return {
    totalMs: spread(all('totalMs')),
    initMs: spread(all('initMs')),
    firstAnswerMs: spread(all('firstAnswerMs')),
    cpuMs: spread(all('cpuMs')),
    rssMb: spread(all('rssMb')),
    ratioToFloor: medianRatio(all('totalMs'), all('totalMs', floor)),
    cpuRatioToFloor: medianRatio(all('cpuMs'), all('cpuMs', floor)),
  };
}
