import type { Who } from '../../contract/console-actions.js';
import type { ConsoleState } from '../../contract/console-state.js';
import { type IdentityNames, nameOf } from '../state/identity-names.js';

/** Who may be chosen for a try; the value is a `Who`, or a role, as JSON. */
export interface WhoChoice {
  readonly value: string;
  readonly label: string;
}

export type WhoOrRole = Who | { readonly roleArn: string };

export interface WhoGroup {
  readonly label: string;
  readonly choices: readonly WhoChoice[];
}

type Known = Pick<ConsoleState, 'users' | 'identities' | 'overview'>;

/** Users, then guests, then identities that no user is known for. */
export function whoGroups({ users, identities, overview }: Known, names: IdentityNames): WhoGroup[] {
  const choice = (who: WhoOrRole, label: string): WhoChoice => ({ value: JSON.stringify(who), label });
  const groups: WhoGroup[] = [
    {
      label: 'Users',
      choices: users
        .filter(({ enabled }) => enabled)
        .map((user) => choice({ user: { userPoolId: user.userPoolId, userName: user.userName } }, nameOf(user))),
    },
    {
      label: 'Guests',
      choices: overview.identityPools
        .filter(({ guests }) => guests)
        .map(({ id, name }) => choice({ guestOf: id }, `A new guest of ${name}`)),
    },
    {
      label: 'Identities',
      choices: identities.map(({ identityId }) => choice({ identityId }, `${names.of(identityId)} (${identityId})`)),
    },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

export function roleGroup({ roles }: ConsoleState['overview']): WhoGroup {
  const choices = roles.map(({ arn, name }) => ({ value: JSON.stringify({ roleArn: arn }), label: name }));
  return { label: 'Roles', choices };
}

/** What has been chosen. */
export function chosenWho<T extends WhoOrRole>(value: string): T {
  // One of the values above.
  return JSON.parse(value) as T;
}
