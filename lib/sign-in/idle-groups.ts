import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { GroupAccess } from '../access/group-access.js';
import type { ExistingSignIn } from './existing-sign-in.js';

/** Members of a group act as the group's role, so they have nothing here where nothing is said of their group. */
export function warnAboutIdleGroups(
  scope: Construct,
  existing: ExistingSignIn | undefined,
  groups: readonly GroupAccess[],
): void {
  const named = new Set(groups.map(({ name }) => name));
  const idle = Object.keys(existing?.groupRoleArns ?? {}).filter((name) => !named.has(name));
  if (idle.length === 0) return;
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:idleGroups',
    `groups: nothing is said of ${idle.join(', ')}. Who is in such a group acts as its role, to which nothing is ` +
      `granted here, and is refused. groups: [{ name: ${JSON.stringify(idle[0])} }] gives what all other users may do.`,
  );
}
