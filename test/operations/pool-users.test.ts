import { type CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createPoolUsers } from '../../operations/pool-users.js';

describe('a user who is named', () => {
  const asked: (string | undefined)[] = [];
  const poolOf = (users: Record<string, object[]>) =>
    createPoolUsers(
      {
        async send(command: unknown) {
          if (!(command instanceof ListUsersCommand)) throw new Error('not asked for');
          asked.push(command.input.Filter);
          const [name = ''] = command.input.Filter?.split(' ') ?? [];
          return { Users: users[name] ?? [] };
        },
      } as unknown as CognitoIdentityProviderClient, // Only the one command is sent.
      'pool',
    );
  const row = (sub: string, attributes: object[] = []) => ({
    Username: `name-${sub}`,
    Enabled: true,
    UserStatus: 'CONFIRMED',
    Attributes: [{ Name: 'sub', Value: sub }, ...attributes],
  });

  it('is looked for by sub, user name and e-mail address, whatever is in it', async () => {
    const users = poolOf({ sub: [row('1')], username: [row('1')] });
    expect(await users.find('a "b" \\')).toMatchObject({ sub: '1', userName: 'name-1', email: undefined });
    expect(asked).toEqual(['sub', 'username', 'email'].map((name) => `${name} = "a \\"b\\" \\\\"`));
  });

  it('is refused where others have the same, who are listed', async () => {
    const mail = [{ Name: 'email', Value: 'ada@example.com' }];
    const users = poolOf({ username: [row('1')], email: [row('2', mail), row('3', mail)] });
    await expect(users.find('ada@example.com')).rejects.toMatchObject({
      code: 'AmbiguousUser',
      message: expect.stringMatching(/of 3 users: 1 .*; 2 \(user name name-2, e-mail ada@example.com\); 3 .*by sub$/),
    });
  });

  it('is told with the providers that they come by', async () => {
    const value = JSON.stringify([{ providerName: 'Corporate', userId: 'x' }]);
    const users = poolOf({ sub: [row('1', [{ Name: 'identities', Value: value }])] });
    expect(await users.find('1')).toMatchObject({ providers: ['Corporate'] });
  });
});
