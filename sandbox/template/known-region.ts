/** Where a stack is imagined unless somebody says otherwise. */
export const DEFAULT_REGION = 'us-east-1';

/** ARNs and host names here are those of this partition. */
const PARTITION = 'aws';

/**
 * Refuses a Region that the CDK does not know, or that is not in the partition `aws`: nothing could be deployed there as
 * it runs here. The list is the CDK's own, and loaded only for a Region that is not the default one: that takes longer
 * than all else that is read before the boot.
 *
 * @throws Error with the Regions there are
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.region_info-readme.html
 */
export async function refuseUnknownRegion(region: string): Promise<void> {
  if (region === DEFAULT_REGION) return;
  const { RegionInfo } = await import('aws-cdk-lib/region-info');
  const known = RegionInfo.regions.find(({ name }) => name === region);
  if (known?.partition === PARTITION) return;
  const names = RegionInfo.regions.filter(({ partition }) => partition === PARTITION).map(({ name }) => name);
  const what = known === undefined ? 'is no Region of AWS' : `is in the partition ${known.partition}`;
  throw new Error(`${region} ${what}. The sandbox takes those of the partition ${PARTITION}: ${names.join(', ')}.`);
}
