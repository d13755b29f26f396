/** Variable of the function that sweeps: a `SweepConfiguration` as JSON. */
export const sweepVariable = 'SWEEP';

/** What the scheduled sweep needs to know of its stack. */
export interface SweepConfiguration {
  readonly tableName: string;
  readonly userPoolId: string;
  readonly identityPoolId: string;
  /** Names of the IoT policies that users share: the one that allows, then the one that denies. */
  readonly sharedPolicies: readonly string[];
  /** What the names of users' own IoT policies begin with, where users can be granted devices. */
  readonly policyPrefix?: string;
}
