import type { ColdStartRow } from './cold-start.js';
import type { BundleSize, VariantName } from './function/variants.js';
import type { Growth } from './growth/growth.js';
import type { RoundTrips } from './round-trips/round-trips.js';
import type { BrokerCosts, BrokerRatios } from './sandbox/broker-figures.js';
import type { SandboxFigures } from './sandbox/sandbox-figures.js';
import type { SignInFigures } from './sandbox/sign-in-ratio.js';
import type { StormResult } from './storm/storm.js';
import type { WarmResult, WarmVariant } from './warm.js';

export const memorySizes = [128, 256, 512, 1024, 1769] as const;
export type LowMemoryVariant = 'floor' | 'attachPolicy' | 'unprimed' | 'defaultBundle';

export interface StormRun extends Omit<StormResult, 'attachedAt'> {
  readonly routing: string;
  /** Seconds after which 0 %, 1 %, … 100 % of the identities were attached. */
  readonly percentAttachedAt: readonly number[];
}

/** The last thousand of 20,000 sign-ins to the second. */
export interface GrowthFigures {
  readonly signInGrowth: number;
  readonly memoryGrowth: number;
  readonly signInGrowthWithData: number;
  readonly memoryGrowthWithData: number;
}

export interface GrowthRuns {
  readonly inMemory: Growth;
  readonly withData: Growth;
}

/** What `npm run bench -- --growth --json FILE` writes, and a part of what all of it writes. */
export interface GrowthResults {
  /** CPU of a sign-in by SRP to that of its arithmetic: three powers and two signatures. */
  readonly sandbox: GrowthFigures & { readonly signInRatio: number };
  readonly details: { readonly growth: GrowthRuns; readonly signIn: SignInFigures };
}

/** What `npm run bench -- --broker --json FILE` writes, and a part of what all of it writes. */
export interface BrokerResults {
  readonly sandbox: BrokerRatios;
  readonly details: { readonly broker: BrokerCosts };
}

/** What `npm run bench -- --round-trips --json FILE` writes, and a part of what all of it writes. */
export interface RoundTripResults {
  readonly sandbox: Readonly<Record<never, never>>;
  readonly details: { readonly roundTrips: readonly RoundTrips[] };
}

/** What `npm run bench -- --json FILE` writes: the figures that count, and under `details` all the others. */
export interface Results {
  readonly bundle: BundleSize;
  readonly coldStart: {
    readonly ratioToFloor: number;
    readonly cpuRatioToFloor: number;
    /** At the emulated CPU share of 128 MB, over TLS. */
    readonly lowMemoryRatioToFloor: number;
    readonly defaultBundleRatioToFloor: number;
    readonly rssMb: number;
  };
  readonly warm: { readonly ratioToFloor: number; readonly memoryRatio: number };
  readonly storm: {
    readonly identities: number;
    readonly lost: number;
    readonly ratioToIdeal: number;
    readonly attemptsPerIdentity: number;
  };
  /** The same in an account with few concurrent executions of Lambda. */
  readonly limitedStorm: {
    readonly identities: number;
    readonly concurrentExecutions: number;
    readonly lost: number;
    readonly ratioToIdeal: number;
    readonly attemptsPerIdentity: number;
  };
  readonly returning: { readonly identities: number; readonly attachCalls: number };
  readonly sandbox: GrowthFigures &
    BrokerRatios & {
      readonly bootMs: number;
      /** Of an Amplify Gen 2 backend. */
      readonly gen2BootMs: number;
      /** With a thousand users. */
      readonly resetMs: number;
      /** From a synthesis on disk until it is served. */
      readonly watchMs: number;
      readonly rssMb: number;
      readonly usersPerSecond: number;
      readonly signInRatio: number;
    };
  readonly details: {
    readonly measuredAt: string;
    readonly machine: string;
    /** Of the processes with the function in them. */
    readonly functionNode: string;
    readonly quick: boolean;
    readonly bundles: Readonly<Partial<Record<VariantName, BundleSize>>>;
    readonly coldStart: Readonly<Record<VariantName, ColdStartRow>>;
    /** With a bootstrap that takes `node:http` as Lambda's own client does. */
    readonly coldStartRequired: Readonly<Record<VariantName, ColdStartRow>>;
    readonly memory: Readonly<Record<string, Readonly<Record<LowMemoryVariant, ColdStartRow>>>>;
    readonly warm: WarmResult<WarmVariant>;
    readonly storms: readonly StormRun[];
    readonly limitedStorms: readonly StormRun[];
    readonly throttling: { readonly rateLimit: number; readonly burstLimit: number };
    readonly quota: number;
    readonly synthMs: number;
    readonly sandbox: SandboxFigures;
    readonly signIn: SignInFigures;
    readonly growth: GrowthRuns;
    readonly broker: BrokerCosts;
    readonly roundTrips: readonly RoundTrips[];
  };
}
