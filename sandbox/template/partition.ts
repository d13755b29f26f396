/** A part of AWS that stands for itself, with the names that its ARNs and hosts have. */
export interface Partition {
  /** `aws`, as in an ARN. */
  readonly name: string;
  /** `amazonaws.com`. */
  readonly urlSuffix: string;
}

/** By how the names of its Regions begin. @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const OTHERS: readonly (readonly [regions: string, Partition])[] = [
  ['cn-', { name: 'aws-cn', urlSuffix: 'amazonaws.com.cn' }],
  ['us-gov-', { name: 'aws-us-gov', urlSuffix: 'amazonaws.com' }],
  ['us-isof-', { name: 'aws-iso-f', urlSuffix: 'csp.hci.ic.gov' }],
  ['eu-isoe-', { name: 'aws-iso-e', urlSuffix: 'cloud.adc-e.uk' }],
  ['eusc-', { name: 'aws-eusc', urlSuffix: 'amazonaws.eu' }],
  ['us-isob-', { name: 'aws-iso-b', urlSuffix: 'sc2s.sgov.gov' }],
  ['us-iso-', { name: 'aws-iso', urlSuffix: 'c2s.ic.gov' }],
];

export function partitionOf(region: string): Partition {
  const found = OTHERS.find(([regions]) => region.startsWith(regions));
  return found === undefined ? { name: 'aws', urlSuffix: 'amazonaws.com' } : found[1];
}

/** The second part of an ARN. */
export function partitionOfArn(arn: string): string {
  return arn.split(':')[1] ?? '';
}

/** As in `<prefix>.auth.<Region>.amazoncognito.com`. @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html */
export function signInHost(prefix: string, region: string): string {
  return `${prefix}.${partitionOf(region).name === 'aws-us-gov' ? 'auth-fips' : 'auth'}.${region}.amazoncognito.com`;
}
