/**
 * Regions whose Amazon SES a user pool of this Region can send with: its own, and for user pools of the older Regions
 * these three as well. Of Regions that came later than the list, the own one alone.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html#user-pool-email-developer-region-mapping
 */
export function sesRegionsOf(userPoolRegion: string): readonly string[] {
  if (!WITH_OTHERS.includes(userPoolRegion)) return [userPoolRegion];
  return [userPoolRegion, ...OTHERS.filter((region) => region !== userPoolRegion)];
}

const OTHERS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const WITH_OTHERS = [
  ...OTHERS,
  'us-east-2',
  'ca-central-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-2',
  'eu-central-1',
];
