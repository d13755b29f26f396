import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { createLinkAccounts, type NativeUser } from '../../lambda/link-accounts/link-accounts.js';

const ada: NativeUser = {
  userName: 'sub-of-ada',
  status: 'CONFIRMED',
  enabled: true,
  attributes: { email: 'ada@example.com', email_verified: 'true' },
};
const verified = { email: 'ada@example.com', email_verified: 'true' };

interface Visit {
  readonly trigger?: string;
  readonly userName?: string;
  readonly attributes?: Record<string, string>;
  readonly user?: NativeUser | undefined;
}

/** Whom the function links: `<user> <- <provider>/<ID>`. */
async function linked(visit: Visit = {}): Promise<string[]> {
  const { trigger = 'PreSignUp_ExternalProvider', userName = 'google_1234', attributes = verified } = visit;
  const links: string[] = [];
  const looked: string[] = [];
  const linkAccounts = createLinkAccounts({
    trusted: ['Google', 'My', 'My_Company'],
    findUser: async (_pool, email) => {
      looked.push(email);
      return 'user' in visit ? visit.user : ada;
    },
    link: async (pool, name, { providerName, userId }) => {
      links.push(`${pool}: ${name} <- ${providerName}/${userId}`);
    },
    log: () => undefined,
  });
  const event = {
    triggerSource: trigger,
    userPoolId: 'eu-west-1_P',
    userName,
    request: { userAttributes: attributes },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    // As much of an event as the function reads.
  } as unknown as PreSignUpTriggerEvent;
  const before = structuredClone(event);
  expect(await linkAccounts(event)).toEqual(before);
  return links;
}

describe('who comes by a trusted provider', () => {
  it('with the verified address of a user who has verified it is that user', async () => {
    expect(await linked()).toEqual(['eu-west-1_P: sub-of-ada <- Google/1234']);
    expect(await linked({ userName: 'Google_1234' })).toEqual(['eu-west-1_P: sub-of-ada <- Google/1234']);
    const capitals = { ...verified, email: 'Ada@Example.com' };
    expect(await linked({ attributes: capitals })).toHaveLength(1);
  });

  it('is told apart by the whole name of the provider', async () => {
    expect(await linked({ userName: 'my_company_a_b' })).toEqual(['eu-west-1_P: sub-of-ada <- My_Company/a_b']);
  });

  it.each([
    { title: 'the provider does not say that the address is verified', attributes: { email: 'ada@example.com' } },
    { title: 'the provider says that it is not', attributes: { ...verified, email_verified: 'false' } },
    { title: 'the provider is not trusted', userName: 'facebook_1234' },
    { title: 'the name of the provider only begins like a trusted one', userName: 'googlemail_1234' },
    { title: 'somebody signs up with a password', trigger: 'PreSignUp_SignUp' },
    { title: 'an operator makes a user', trigger: 'PreSignUp_AdminCreateUser' },
    { title: 'nobody has this address', user: undefined },
    { title: 'the user has not confirmed', user: { ...ada, status: 'UNCONFIRMED' } },
    { title: 'the user is of a provider, too', user: { ...ada, status: 'EXTERNAL_PROVIDER' } },
    { title: 'the user has a temporary password', user: { ...ada, status: 'FORCE_CHANGE_PASSWORD' } },
    { title: 'the user is disabled', user: { ...ada, enabled: false } },
    {
      title: 'an operator confirmed the user, who never had a code',
      user: { ...ada, attributes: { email: 'ada@example.com', email_verified: 'false' } },
    },
    { title: 'AWS answers with another user', user: { ...ada, attributes: { ...verified, email: 'b@example.com' } } },
    {
      title: 'the user has another identity of the provider',
      user: { ...ada, attributes: { ...verified, identities: '[{"userId":"9","providerName":"Google"}]' } },
    },
    { title: 'there is no address', attributes: { email_verified: 'true' } },
    {
      title: 'the address only becomes the same in small letters (U+212A, the Kelvin sign)',
      attributes: { ...verified, email: 'mar\u212a@example.com' },
      user: { ...ada, attributes: { ...verified, email: 'mark@example.com' } },
    },
    {
      title: 'the domain only becomes the same in small letters (U+212A)',
      attributes: { ...verified, email: 'ada@\u212aonto.example' },
      user: { ...ada, attributes: { ...verified, email: 'ada@konto.example' } },
    },
  ])('is a user of its own where $title', async ({ title: _, ...visit }) => {
    expect(await linked(visit)).toEqual([]);
  });
});
