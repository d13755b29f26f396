import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../cli/start/synthesize.js';
import { settingsSchema } from '../lib/settings/settings-schema.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { type ColdStartRow, measureColdStart } from './cold-start.js';
import { startIotServer } from './function/iot-server.js';
import { findNode24 } from './function/node-binary.js';
import { buildVariants, sizeOf, variantNames } from './function/variants.js';
import { growthFigures, growthRuns } from './growth/growth-runs.js';
import {
  type BrokerResults,
  type GrowthResults,
  type LowMemoryVariant,
  memorySizes,
  type Results,
  type RoundTripResults,
  type StormRun,
} from './results.js';
import { countRoundTrips, type RoundTrips } from './round-trips/round-trips.js';
import { buildSandbox } from './sandbox/boot-sandbox-process.js';
import { brokerRatios, measureBroker } from './sandbox/broker-figures.js';
import { measureSandbox, type SandboxFigures } from './sandbox/sandbox-figures.js';
import { measureSignIn } from './sandbox/sign-in-ratio.js';
import { measureStorms } from './storm/measure-storms.js';
import { measureWarm } from './warm.js';

/** AttachPolicy calls a second: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
const quota = 15;

/** Executions of Lambda at once that a new account may be held to: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const newAccount = 10;

const full = {
  rounds: 61,
  requiredRounds: 21,
  lowestMemoryRounds: 41,
  memoryRounds: 15,
  calls: 5000,
  warmUp: 500,
  identities: 2000,
  users: 100,
  messages: 5000,
  growth: { users: 1000, rounds: 20 },
  signIn: { rounds: 15, signInsPerRound: 100 },
  broker: { rounds: 5, seconds: 5 },
};
const quick = {
  rounds: 1,
  requiredRounds: 1,
  lowestMemoryRounds: 1,
  memoryRounds: 1,
  calls: 60,
  warmUp: 20,
  identities: 40,
  users: 2,
  messages: 50,
  growth: { users: 5, rounds: 3 },
  signIn: { rounds: 2, signInsPerRound: 5 },
  broker: { rounds: 1, seconds: 1, connections: 10, crowd: 20 },
};
const lowMemoryVariants: readonly LowMemoryVariant[] = ['floor', 'attachPolicy', 'unprimed', 'defaultBundle'];

/** Runs everything. @param tell is told what is being measured */
export async function measure(isQuick: boolean, tell: (what: string) => void): Promise<Results> {
  const amount = isQuick ? quick : full;
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-bench-'));
  try {
    tell('bundles');
    const variants = await buildVariants(folder);
    const iot = await startIotServer(folder);
    const node = findNode24(!isQuick);
    const server = { node, variants, iot };

    tell(`cold start, ${node.version}`);
    const coldStart = await measureColdStart(variantNames, { ...server, rounds: amount.rounds });
    tell('cold start where the bootstrap requires node:http');
    const coldStartRequired = await measureColdStart(variantNames, {
      ...server,
      rounds: amount.requiredRounds,
      httpRequired: true,
    });
    const memory: Record<string, Record<LowMemoryVariant, ColdStartRow>> = {};
    for (const memorySize of isQuick ? [128 as const] : memorySizes) {
      tell(`cold start with the CPU share of ${memorySize} MB`);
      memory[memorySize] = await measureColdStart(lowMemoryVariants, {
        ...server,
        // The smallest share spreads the most.
        rounds: memorySize === 128 ? amount.lowestMemoryRounds : amount.memoryRounds,
        memorySize,
      });
    }
    tell('warm calls');
    const warm = await measureWarm({ ...server, calls: amount.calls, warmUp: amount.warmUp });
    iot.stop();

    const { rateLimit, burstLimit } = settingsSchema.parse({});
    const throttling = { rateLimit, burstLimit };
    const routings = isQuick ? (['latest'] as const) : (['latest', 'random'] as const);
    const storm = { identities: amount.identities, quota, throttling, arriveWithin: 2000 };
    tell(`storms of ${amount.identities} new users`);
    const storms = await measureStorms(routings, storm);
    tell(`the same with ${newAccount} concurrent executions of Lambda, as a new account may have`);
    const limitedStorms = await measureStorms(routings, { ...storm, concurrentExecutions: newAccount });

    buildSandbox();
    tell('synth');
    const assembly = join(folder, 'cdk.out');
    const begun = performance.now();
    await synthesize(assembly, []);
    const synthMs = performance.now() - begun;
    tell('sandbox');
    const { users, messages } = amount;
    const sandbox = await measureSandbox({ assembly, users, messages });
    const growth = await growthRuns({ assembly, ...amount.growth }, tell);
    tell('a sign-in beside its arithmetic');
    const signIn = await measureSignIn({ assembly, ...amount.signIn });
    tell('broker');
    const broker = await measureBroker({ assembly, ...amount.broker });

    return {
      bundle: sizeOf(variants.attachPolicy),
      coldStart: {
        ratioToFloor: coldStart.attachPolicy.ratioToFloor,
        cpuRatioToFloor: coldStart.attachPolicy.cpuRatioToFloor,
        lowMemoryRatioToFloor: memory[128]?.attachPolicy.ratioToFloor ?? Number.NaN,
        defaultBundleRatioToFloor: coldStart.defaultBundle.ratioToFloor,
        rssMb: coldStart.attachPolicy.rssMb.median,
      },
      warm: {
        ratioToFloor: warm.rows.attachPolicy.ratioToFloor,
        memoryRatio: warm.rows.attachPolicy.memoryRatio,
      },
      storm: {
        identities: amount.identities,
        ...worstOf(storms),
      },
      limitedStorm: {
        identities: amount.identities,
        concurrentExecutions: newAccount,
        ...worstOf(limitedStorms),
      },
      returning: {
        identities: amount.identities,
        attachCalls: Math.max(...storms.map(({ returning }) => returning.attachCalls)) + sandbox.returning.attachCalls,
      },
      sandbox: {
        ...plainFigures(sandbox),
        signInRatio: signIn.ratio,
        ...growthFigures(growth),
        ...brokerRatios(broker),
      },
      details: {
        measuredAt: new Date().toISOString(),
        machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${process.platform}`,
        functionNode: node.version,
        quick: isQuick,
        bundles: Object.fromEntries(variantNames.map((name) => [name, sizeOf(variants[name])])),
        coldStart,
        coldStartRequired,
        memory,
        warm,
        storms,
        limitedStorms,
        throttling,
        quota,
        synthMs,
        sandbox,
        growth,
        signIn,
        broker,
        roundTrips: await roundTripsOn(assembly, tell),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plainFigures({ bootMs, gen2BootMs, resetMs, watchMs, rssMb, usersPerSecond }: SandboxFigures) {
  return { bootMs, gen2BootMs, resetMs, watchMs, rssMb, usersPerSecond };
}

/** Each figure of the run in which it was the worst. */
function worstOf(storms: readonly StormRun[]): Pick<Results['storm'], 'lost' | 'ratioToIdeal' | 'attemptsPerIdentity'> {
  const worst = (of: (run: StormRun) => number) => Math.max(...storms.map(of));
  return {
    lost: worst(({ lost, finalErrors }) => lost + finalErrors),
    ratioToIdeal: worst(({ ratioToIdeal }) => ratioToIdeal),
    attemptsPerIdentity: worst(({ attemptsPerIdentity }) => attemptsPerIdentity),
  };
}

/** Runs only that part. @see measure */
export function measureGrowthAlone(isQuick: boolean, tell: (what: string) => void): Promise<GrowthResults> {
  return onStack(tell, async (assembly) => {
    const growth = await growthRuns({ assembly, ...(isQuick ? quick : full).growth }, tell);
    tell('a sign-in beside its arithmetic');
    const signIn = await measureSignIn({ assembly, ...(isQuick ? quick : full).signIn });
    return { sandbox: { ...growthFigures(growth), signInRatio: signIn.ratio }, details: { growth, signIn } };
  });
}

/** Runs only that part. @see measure */
export function measureBrokerAlone(isQuick: boolean, tell: (what: string) => void): Promise<BrokerResults> {
  return onStack(tell, async (assembly) => {
    tell('broker');
    const broker = await measureBroker({ assembly, ...(isQuick ? quick : full).broker });
    return { sandbox: brokerRatios(broker), details: { broker } };
  });
}

/** Runs only that part: counted, so the same in a hurry. @see measure */
export function countRoundTripsAlone(_isQuick: boolean, tell: (what: string) => void): Promise<RoundTripResults> {
  return onStack(tell, async (assembly) => {
    return { sandbox: {}, details: { roundTrips: await roundTripsOn(assembly, tell) } };
  });
}

async function roundTripsOn(assembly: string, tell: (what: string) => void): Promise<RoundTrips[]> {
  tell('round trips');
  const sandbox = await startSandbox({ assembly });
  try {
    return await countRoundTrips(sandbox);
  } finally {
    await sandbox.stop();
  }
}

async function onStack<T>(tell: (what: string) => void, work: (assembly: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-bench-'));
  try {
    buildSandbox();
    tell('synth');
    await synthesize(folder, []);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
