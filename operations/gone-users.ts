import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type ListUsersCommandInput,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createPace } from './pace.js';
import type { Time } from './time.js';

/** Which users a user pool no longer has. AWS's errors are thrown as they are: no error ever stands for "gone". */
export interface GoneUsers {
  /** Takes whoever is there out of the set; who is left may be gone. */
  removePresent(subs: Set<string>): Promise<void>;
  /** Whether the user pool says twice that it has no such user. */
  isGone(sub: string): Promise<boolean>;
}

export interface GoneUsersProps {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  readonly userPoolId: string;
  readonly time: Time;
  /** Whether no further page is to be asked for. */
  readonly isOver: () => boolean;
}

/** The most that AWS gives: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
const PAGE_SIZE = 60;
/** A share of what Cognito takes, which back ends use, too: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const CALLS_PER_SECOND = 10;

export function createGoneUsers({ cognito, userPoolId, time, isOver }: GoneUsersProps): GoneUsers {
  const asking = createPace(time, CALLS_PER_SECOND);

  async function* subs(input: Partial<ListUsersCommandInput>): AsyncGenerator<string> {
    let PaginationToken: string | undefined;
    do {
      await asking();
      const asked = { UserPoolId: userPoolId, AttributesToGet: ['sub'], ...input, PaginationToken };
      const page = await cognito.send(new ListUsersCommand(asked));
      for (const { Attributes = [] } of page.Users ?? [])
        yield Attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
      ({ PaginationToken } = page);
    } while (PaginationToken && !isOver());
  }

  return {
    async removePresent(given) {
      for await (const sub of subs({ Limit: PAGE_SIZE })) {
        given.delete(sub);
        if (given.size === 0) return;
      }
    },

    /**
     * By both: AdminGetUser takes a `sub` for the name of a local user alone, and finds nobody who comes by another
     * provider; ListUsers finds each, and its lists are a moment late.
     */
    async isGone(sub) {
      for await (const _ of subs({ Filter: `sub = "${sub.replaceAll(/["\\]/g, '\\$&')}"` })) return false;
      await asking();
      try {
        await cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: sub }));
        return false;
      } catch (error) {
        if (error instanceof UserNotFoundException) return true;
        throw error;
      }
    },
  };
}
