import { Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Problem } from '../settings-error.js';
import type { ExistingIds } from './existing-problems.js';

/** Those whose principals, audiences and hosts are known; the same stand in cdk.json. */
const PARTITIONS = ['aws', 'aws-us-gov'];

export interface PlacedSignIn {
  /** Of the stack; undefined or a token where it is known no sooner than at deployment. */
  readonly region: string | undefined;
  readonly existing: ExistingIds | undefined;
  /** Where the CDK's command would deploy to. @default none */
  readonly likelyRegion?: string | undefined;
}

/** Every problem of where the stack is, and of pools that are elsewhere. A stack without a Region is for `aws`. */
export function regionProblems({ region, existing = {}, likelyRegion }: PlacedSignIn): Problem[] {
  const named = known(region);
  const ofRegion = named === undefined ? unnamedProblems(likelyRegion) : namedProblems(named);
  return [...ofRegion, ...poolProblems(named, existing)];
}

function namedProblems(region: string): Problem[] {
  const partition = RegionInfo.regions.find(({ name }) => name === region)?.partition;
  if (partition !== undefined && PARTITIONS.includes(partition)) return [];
  return [{ where: 'region', what: `given ${JSON.stringify(region)}, ${whyNot(partition)}` }];
}

/** https://docs.amazonaws.cn/en_us/aws/latest/userguide/cognito.html */
function whyNot(partition: string | undefined): string {
  const possible = `the Regions of ${PARTITIONS.join(' and ')}: ${regions().join(', ')}`;
  if (partition === undefined) {
    return `which this aws-cdk-lib does not know; allowed: ${possible}; for a newer one take a newer aws-cdk-lib, or name no Region`;
  }
  if (partition === 'aws-cn') return `where Amazon Cognito has no user pools; possible are ${possible}`;
  return `of the partition ${partition}, whose principals are not known here; possible are ${possible}`;
}

function regions(): string[] {
  return RegionInfo.regions
    .filter(({ partition }) => partition !== undefined && PARTITIONS.includes(partition))
    .map(({ name }) => name);
}

function unnamedProblems(likely: string | undefined): Problem[] {
  const partition = RegionInfo.regions.find(({ name }) => name === likely)?.partition ?? 'aws';
  if (partition === 'aws') return [];
  const how = 'name it: env.region of the stack, or the setting "region"';
  const what = `not given, so the stack is for the partition aws, but your credentials are for ${likely}; ${how}`;
  return [{ where: 'region', what }];
}

/** Both kinds of pool have their Region in their ID. */
function poolProblems(region: string | undefined, { userPoolId, identityPoolId }: ExistingIds): Problem[] {
  const pools = [
    { where: 'existing.userPoolId', id: known(userPoolId), of: known(userPoolId)?.split('_')[0] },
    { where: 'existing.identityPoolId', id: known(identityPoolId), of: known(identityPoolId)?.split(':')[0] },
  ];
  const first = pools.find(({ id }) => id !== undefined);
  const [expected, who] = region === undefined ? [first?.of, first?.where] : [region, 'the stack'];
  return pools
    .filter(({ id, of }) => id !== undefined && of !== expected)
    .map(({ where, id, of }) => {
      const how = `take a pool of ${expected}, or deploy to ${of}`;
      return { where, what: `given ${JSON.stringify(id)}, a pool of ${of}, but ${who} is of ${expected}; ${how}` };
    });
}

function known(value: string | undefined): string | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : value;
}
