import {
  type CognitoIdentityClient,
  DescribeIdentityCommand,
  type IdentityDescription,
  ListIdentitiesCommand,
} from '@aws-sdk/client-cognito-identity';
import { NOT_FOUND, nameOf } from './aws-faults.js';
import { createPace } from './pace.js';
import type { Time } from './time.js';

export interface ListedIdentity {
  readonly identityId: string;
  /** Whether it is somebody's who signs in; a guest has none. */
  hasLogin(): Promise<boolean>;
}

export interface IdentityPage {
  /** What asks for this page again; undefined: the first. */
  readonly token: string | undefined;
  readonly identities: readonly ListedIdentity[];
}

/** The identities of one identity pool. AWS's errors are thrown as they are. */
export interface IdentityPool {
  /** From this page on, in AWS's order. */
  pages(token?: string): AsyncGenerator<IdentityPage>;
  /** Names of the providers by which it signs in; undefined: AWS says that there is no such identity. */
  logins(identityId: string): Promise<readonly string[] | undefined>;
}

export interface IdentityPoolProps {
  readonly client: Pick<CognitoIdentityClient, 'send'>;
  readonly identityPoolId: string;
  readonly time: Time;
}

/** The most that AWS gives: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentities.html */
const PAGE_SIZE = 60;
/** Service Quotas has 5 for ListIdentities; for DescribeIdentity AWS documents none, so it is the slow one's double. */
const [LISTS_PER_SECOND, DESCRIBED_PER_SECOND] = [4, 10];

export function createIdentityPool({ client, identityPoolId, time }: IdentityPoolProps): IdentityPool {
  const listing = createPace(time, LISTS_PER_SECOND);
  const describing = createPace(time, DESCRIBED_PER_SECOND);
  /** AWS's page says that lists have logins, and shows none in an answer: believed once one has had some. */
  let listsHaveLogins: boolean | undefined;

  async function logins(IdentityId: string): Promise<readonly string[] | undefined> {
    await describing();
    try {
      return (await client.send(new DescribeIdentityCommand({ IdentityId }))).Logins ?? [];
    } catch (error) {
      if (nameOf(error) === NOT_FOUND) return undefined;
      throw error;
    }
  }

  const listed = ({ IdentityId: identityId = '', Logins = [] }: IdentityDescription): ListedIdentity => {
    if (Logins.length > 0) listsHaveLogins ??= true;
    return {
      identityId,
      async hasLogin() {
        if (Logins.length > 0) return true;
        if (listsHaveLogins) return false;
        const described = (await logins(identityId)) ?? [];
        if (described.length > 0) listsHaveLogins = false;
        return described.length > 0;
      },
    };
  };

  return {
    logins,
    async *pages(from) {
      let token = from;
      do {
        await listing();
        const command = { IdentityPoolId: identityPoolId, MaxResults: PAGE_SIZE, NextToken: token };
        const { Identities = [], NextToken } = await client.send(new ListIdentitiesCommand(command));
        yield { token, identities: Identities.map(listed) };
        token = NextToken;
      } while (token);
    },
  };
}
