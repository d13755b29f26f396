import type { PreSignUpTriggerEvent } from 'aws-lambda';

/** A user of the user pool, as far as it matters here. */
export interface NativeUser {
  readonly userName: string;
  readonly status: string | undefined;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface LinkedIdentity {
  readonly providerName: string;
  readonly userId: string;
}

export interface LinkAccountsParts {
  /** Providers that are trusted to have verified an address before they say so. */
  readonly trusted: readonly string[];
  /** By e-mail address; undefined where there is none. */
  readonly findUser: (userPoolId: string, email: string) => Promise<NativeUser | undefined>;
  readonly link: (userPoolId: string, userName: string, identity: LinkedIdentity) => Promise<void>;
  readonly log: (entry: object) => void;
}

/** In ASCII: other letters may become the same in small letters without being so, as the Kelvin sign and `k` do, and then
 * somebody else's address would be taken for the user's. */
const ADDRESS = /^[!-?A-~]+@[!-?A-~]+$/;

/**
 * Links who comes from a trusted provider for the first time to the user who has signed up with the same address, where
 * both the provider and the user pool have verified it. Everybody else becomes a user of their own, as without this
 * function. What AWS fails with fails the sign-in, which then can be tried again: a second user would be there for good.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
 */
export function createLinkAccounts({ trusted, findUser, link, log }: LinkAccountsParts) {
  return async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
    const identity = identityOf(event, trusted);
    if (identity === undefined) return event;
    const { email = '', email_verified } = event.request.userAttributes;
    // Nothing but the provider's own word: what is not said is not verified.
    if (email_verified !== 'true' || !ADDRESS.test(email)) return event;
    const user = await findUser(event.userPoolId, email);
    const reason = user === undefined ? 'nobody has signed up with this address' : whyNot(user, email, identity);
    if (user === undefined || reason !== undefined) {
      log({ message: 'Not linked.', provider: identity.providerName, reason });
      return event;
    }
    await link(event.userPoolId, user.userName, identity);
    log({ message: 'Linked.', provider: identity.providerName, userName: user.userName });
    return event;
  };
}

/** Cognito names such a user `<provider>_<ID there>`, in small letters where the pool does not tell letters by case. */
function identityOf(event: PreSignUpTriggerEvent, trusted: readonly string[]): LinkedIdentity | undefined {
  if (event.triggerSource !== 'PreSignUp_ExternalProvider') return undefined;
  const userName = event.userName.toLowerCase();
  // The longest first: one name may begin like another.
  const byLength = [...trusted].sort((a, b) => b.length - a.length);
  const providerName = byLength.find((name) => userName.startsWith(`${name.toLowerCase()}_`));
  if (providerName === undefined) return undefined;
  return { providerName, userId: event.userName.slice(providerName.length + 1) };
}

/** Why the address does not say that both are the same person. */
function whyNot(user: NativeUser, email: string, { providerName }: LinkedIdentity): string | undefined {
  // Only their owner has had the code, so nobody can sign up in advance and wait for the owner to come.
  if (user.status !== 'CONFIRMED') return `the user is ${user.status}`;
  if (!user.enabled) return 'the user is disabled';
  if (user.attributes.email_verified !== 'true') return 'the address of the user is not verified';
  if (user.attributes.email?.toLowerCase() !== email.toLowerCase()) return 'the user has another address';
  // An address that somebody else has got since then comes with another ID.
  const linked = parsedIdentities(user.attributes.identities);
  return linked.includes(providerName.toLowerCase()) ? 'the user has another identity of this provider' : undefined;
}

function parsedIdentities(text = '[]'): string[] {
  const identities = JSON.parse(text) as readonly { readonly providerName?: string }[];
  return identities.map(({ providerName = '' }) => providerName.toLowerCase());
}
