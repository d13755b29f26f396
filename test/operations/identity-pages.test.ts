import { DescribeIdentityCommand, type ListIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { createIdentityPool } from '../../operations/identity-pages.js';
import type { Time } from '../../operations/time.js';

/** @param shown what lists show of logins, and what DescribeIdentity says */
function poolOf(shown: readonly (readonly [id: string, listed: readonly string[], described: readonly string[]])[]) {
  const described: string[] = [];
  let now = 0;
  const time: Time = {
    now: () => now,
    async wait(milliseconds) {
      now += milliseconds;
    },
  };
  const pool = createIdentityPool({
    identityPoolId: 'pool',
    time,
    client: {
      // The two commands that it sends, of the client's many.
      send: (async (command: unknown) => {
        if (command instanceof DescribeIdentityCommand) {
          const { IdentityId = '' } = command.input;
          described.push(IdentityId);
          const found = shown.find(([id]) => id === IdentityId);
          if (found) return { Logins: found[2] };
          throw Object.assign(new Error('Identity not found.'), { name: 'ResourceNotFoundException' });
        }
        const { NextToken } = (command as ListIdentitiesCommand).input;
        const at = Number(NextToken ?? 0);
        const Identities = shown.slice(at, at + 1).map(([IdentityId, Logins]) => ({ IdentityId, Logins }));
        return { Identities, ...(at + 1 < shown.length && { NextToken: String(at + 1) }) };
      }) as never,
    },
  });
  return { pool, described, seconds: () => now / 1000 };
}

async function withLogins({ pool }: Pick<ReturnType<typeof poolOf>, 'pool'>): Promise<string[]> {
  const found: string[] = [];
  for await (const { identities } of pool.pages()) {
    for (const one of identities) if (await one.hasLogin()) found.push(one.identityId);
  }
  return found;
}

it('believes a list that an identity without a login is a guest, once the list has shown a login', async () => {
  const given = poolOf([
    ['guest-1', [], []],
    ['ada', ['provider'], ['provider']],
    ['guest-2', [], []],
  ]);
  expect(await withLogins(given)).toEqual(['ada']);
  // Before that the list might just not tell.
  expect(given.described).toEqual(['guest-1']);
});

it('asks for each identity where lists turn out to leave logins out', async () => {
  const given = poolOf([
    ['ada', [], ['provider']],
    ['guest', [], []],
    ['bob', [], ['provider']],
  ]);
  expect(await withLogins(given)).toEqual(['ada', 'bob']);
  expect(given.described).toEqual(['ada', 'guest', 'bob']);
});

it('asks for four pages a second, of the five that AWS takes', async () => {
  const given = poolOf(Array.from({ length: 9 }, (_, n) => [`user-${n}`, ['provider'], ['provider']] as const));
  expect(await withLogins(given)).toHaveLength(9);
  expect(given.seconds()).toBe(2);
});

it('says that an identity is not there, and goes on from a token', async () => {
  const given = poolOf([
    ['a', ['provider'], []],
    ['b', ['provider'], []],
  ]);
  expect(await given.pool.logins('c')).toBeUndefined();
  const tokens: (string | undefined)[] = [];
  for await (const { token } of given.pool.pages('1')) tokens.push(token);
  expect(tokens).toEqual(['1']);
});
