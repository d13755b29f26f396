import type { JourneyTarget } from '../../journey/target.js';

/** What is made for a run, how long it may take, and what it costs. */
export interface VerifyPlan {
  readonly region: string;
  readonly identityPoolId: string;
  /** Users of the user pool, each of whom signs in. */
  readonly users: number;
  readonly identities: number;
  /** Names of groups of which a member is made. */
  readonly groups: readonly string[];
  /** A thing, a grant and an IoT policy of the user's own. */
  readonly device: boolean;
  /** Entries of the directory for each user. */
  readonly directory: boolean;
  /** Name of the user who is there. */
  readonly givenUser?: string;
  /** Seconds that each new attachment may take at most. */
  readonly patience: number;
}

type Meant = Pick<JourneyTarget, 'intent' | 'outputs' | 'givenUser'> & Required<Pick<JourneyTarget, 'patience'>>;

export function verifyPlan({ intent, outputs, givenUser, patience }: Meant): VerifyPlan {
  const groups = givenUser === undefined ? intent.groups : [];
  // The one who walks, and one whom nobody attaches; then a member of each group.
  const users = givenUser === undefined ? 2 + groups.length : 0;
  const guests = intent.guests === undefined ? 0 : 1;
  return {
    region: outputs.Region ?? '',
    identityPoolId: outputs.IdentityPoolId ?? '',
    users,
    identities: users + guests,
    groups,
    device: intent.devices !== undefined && givenUser === undefined,
    directory: Boolean(outputs.DirectoryTable),
    ...(givenUser !== undefined && { givenUser: givenUser.userName }),
    patience: patience / 1000,
  };
}

/** For people. */
export function planLines(plan: VerifyPlan): string[] {
  const { users, identities, groups, device, directory, givenUser, patience } = plan;
  const made = [
    ...(users > 0 ? [`${users} users, nobody of whom is mailed${membersOf(groups)}`] : []),
    ...(identities > 0
      ? [
          `${counted(identities, 'identity', 'identities')} with the stack's IoT policy attached, but for those that it must not be attached to`,
        ]
      : []),
    ...(directory && users > 0 ? ['entries of the directory for each of these users'] : []),
    ...(device ? ["a thing with a shadow, a grant of it, and an IoT policy of the user's own"] : []),
  ];
  return [
    `Tries the stack with the identity pool ${plan.identityPoolId} in ${plan.region}.`,
    ...(made.length > 0 ? ['It makes, and removes at the end:', ...made.map((line) => `  - ${line}`)] : []),
    ...(givenUser === undefined ? [] : [`${givenUser} signs in. ${TAKEN_OVER}`]),
    'It publishes made-up messages on topics that its users may publish to: whoever has subscribed to them hears those.',
    `What stays are lines in logs. A new attachment may take up to ${patience} s to work, which is waited for.`,
    `It costs: ${users > 0 ? `${users} monthly active users of the user pool (free up to 10,000 on LITE, then $0.0055 each), and ` : ''}requests and messages worth less than a cent.`,
  ];
}

const TAKEN_OVER =
  'If the policy is not attached, it is attached, and detached at the end; the identity and what the directory records of it stay. ' +
  'A connection of this user with the client ID that the stack tells is taken over.';

function membersOf(groups: readonly string[]): string {
  return groups.length === 0 ? '' : `, of which one each is a member of ${groups.join(', ')}`;
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}
