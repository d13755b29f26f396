import { Annotations } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { grantTopicAccess } from './iot-access-policy.js';
import { reachedByOthers } from './pattern-overlap.js';
import { type PlacedAccess, placedAccesses, type SharedAccesses } from './shared-policy.js';
import type { CompleteTopicAccess } from './topic-access.js';

export interface AroundGuests extends SharedAccesses {
  readonly guests: CompleteTopicAccess;
  readonly principalTags: Readonly<Record<string, string>> | undefined;
}

/**
 * AWS IoT judges guests by their role alone, so nothing is ever attached to them, and they have no right to call the API,
 * which would only tell them so: anybody can become a guest, and one of them could use up the limit of requests that
 * all users share.
 */
export function grantGuests(scope: IConstruct, role: IRole, { guests, principalTags, ...others }: AroundGuests): void {
  grantTopicAccess(role, guests, scope);
  const accesses = placedAccesses(others, Object.keys(principalTags ?? {}));
  const [shared] = sharedIdentityIds(guests, accesses);
  if (shared === undefined) return;
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:guestIdentityIds',
    `guests: ${shared.given} of ${shared.where} has a guest's identity ID in its topics, which ${shared.reader} may ` +
      "receive. Whoever knows the identity ID of a guest gets that guest's credentials from Cognito, without a token. " +
      'Leave {identity} out of what others receive, or let nobody receive it but functions of your own (IoT rules).',
  );
}

interface SharedIdentityId {
  readonly given: string;
  readonly where: string;
  /** Whose pattern covers it. */
  readonly reader: string;
}

/** Topics with a guest's identity ID that somebody else may receive: other guests, users, members of a group. */
function sharedIdentityIds(guests: CompleteTopicAccess, users: readonly PlacedAccess[]): SharedIdentityId[] {
  const readers = [{ where: 'guests.access', access: guests }, ...users];
  return (['publish', 'receive'] as const).flatMap((field) =>
    guests[field].flatMap((pattern, index) => {
      if (!pattern.includes('{identity}')) return [];
      const place = { given: JSON.stringify(pattern), where: `guests.access.${field}[${index}]` };
      return readers.flatMap(({ where, access }) => {
        const found = access.receive.findIndex((received) => reachedByOthers(pattern, received));
        return found < 0
          ? []
          : [{ ...place, reader: `${where}.receive[${found}] (${JSON.stringify(access.receive[found])})` }];
      });
    }),
  );
}
