import { partitionOf } from './partition.js';

/** Where a stack is imagined unless somebody says otherwise. */
export const DEFAULT_REGION = 'us-east-1';

/** Of the others, `aws-cn` has no user pools, and of those that are apart, nothing says how their principals are called.
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/cognito.html */
const PARTITIONS = ['aws', 'aws-us-gov'];

/** What AWS's guide says of a Region that works here all the same. */
export function remarksOnRegion(region: string): string[] {
  if (partitionOf(region).name !== 'aws-us-gov') return [];
  return [
    `${region}: AWS's guide to GovCloud says that AWS IoT takes no Cognito identities there; here it does, as elsewhere. ` +
      'See https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-iotcore.html',
  ];
}

/**
 * Refuses a Region that the CDK does not know, or of a partition whose ARNs, hosts and principals are not known here:
 * nothing could be deployed there as it runs here. The list is the CDK's own, and loaded only for a Region that is not
 * the default one: that takes longer than all else that is read before the boot.
 *
 * @throws Error with the Regions there are
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.region_info-readme.html
 */
export async function refuseUnknownRegion(region: string): Promise<void> {
  if (region === DEFAULT_REGION) return;
  const { RegionInfo } = await import('aws-cdk-lib/region-info');
  const isKnown = RegionInfo.regions.some(({ name }) => name === region);
  const partition = partitionOf(region).name;
  if (isKnown && PARTITIONS.includes(partition)) return;
  const names = RegionInfo.regions.filter(({ name }) => PARTITIONS.includes(partitionOf(name).name));
  const what = isKnown ? `is in the partition ${partition}` : 'is no Region of AWS';
  const allowed = names.map(({ name }) => name).join(', ');
  throw new Error(`${region} ${what}. The sandbox takes those of the partitions ${PARTITIONS.join(', ')}: ${allowed}.`);
}
