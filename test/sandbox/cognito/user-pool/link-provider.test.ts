import { createUserPools } from '../../../../sandbox/cognito/user-pool/user-pools.js';
import { callsOf } from '../calls-of.js';
import { addConfirmed, newWorld, refusal, userPoolId } from '../people.js';

const Google = { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: '1234' };

async function world(pool: object = {}) {
  const first = newWorld(pool);
  await addConfirmed(first);
  const pools = createUserPools({ ...first.options, identityProviders: [{ userPoolId, providerName: 'Google' }] });
  const call = async (name: string, input: object) => callsOf(pools.api)[name]?.({ UserPoolId: userPoolId, ...input });
  const userName = pools.users()[0]?.userName ?? '';
  const link = (source: object = {}, destination: object = {}) =>
    call('AdminLinkProviderForUser', {
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: userName, ...destination },
      SourceUser: { ...Google, ...source },
    });
  return { link, call, userName };
}

describe('AdminLinkProviderForUser', () => {
  it('makes an identity that has not signed in one of the user, which AdminGetUser shows', async () => {
    const { link, call, userName } = await world();
    expect(await link()).toEqual({});
    const { UserAttributes } = (await call('AdminGetUser', { Username: userName })) as {
      UserAttributes: { Name: string; Value: string }[];
    };
    const { Value = '[]' } = UserAttributes.find(({ Name }) => Name === 'identities') ?? {};
    expect(JSON.parse(Value)).toEqual([
      expect.objectContaining({ userId: '1234', providerName: 'Google', primary: false }),
    ]);
  });

  it.each([
    [
      'a user that there is not',
      {},
      { ProviderAttributeValue: 'nobody' },
      /^UserNotFoundException: User does not exist/,
    ],
    [
      'a provider that the pool has not',
      { ProviderName: 'Other' },
      {},
      /^InvalidParameterException: .*no identity provider Other/,
    ],
    ['another attribute', { ProviderAttributeName: 'email' }, {}, /^SandboxUnsupported: .*another attribute/],
    ['a user of a provider', {}, { ProviderName: 'Google' }, /^SandboxUnsupported: .*a user of an identity provider/],
    ['a member that AWS does not have', { Other: 1 }, {}, /Other/],
  ])('refuses %s', async (_title, source, destination, says) => {
    const { link } = await world();
    expect(await refusal(link(source, destination))).toMatch(says);
  });

  it('refuses what is linked already, and a sixth identity', async () => {
    const { link } = await world();
    for (const ProviderAttributeValue of ['1', '2', '3', '4', '5']) await link({ ProviderAttributeValue });
    expect(await refusal(link({ ProviderAttributeValue: '1' }))).toMatch(
      /^InvalidParameterException: .*already linked/,
    );
    expect(await refusal(link({ ProviderAttributeValue: '6' }))).toMatch(/^LimitExceededException/);
  });

  it('refuses a user with an attribute that cannot be changed', async () => {
    const schema = [{ Name: 'team', Mutable: false }];
    const { link, call, userName } = await world({ Schema: schema });
    const UserAttributes = [{ Name: 'custom:team', Value: 'a' }];
    await call('AdminCreateUser', { Username: 'bob@example.com', UserAttributes, MessageAction: 'SUPPRESS' });
    expect(userName).not.toBe('');
    expect(await refusal(link({}, { ProviderAttributeValue: 'bob@example.com' }))).toMatch(
      /^InvalidParameterException: user\.custom:team: Attribute cannot be updated/,
    );
  });
});
