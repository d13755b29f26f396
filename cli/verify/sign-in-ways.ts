import type { UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { SignInWays } from '../../journey/target.js';
import { DeploymentError } from '../deployment/deployment-error.js';

type Flow = SignInWays['flow'];

/** In the order of preference: in the first, the password does not leave this machine. */
const FLOWS: readonly (readonly [allowed: string, flow: Flow])[] = [
  ['ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH'],
  ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
];

/**
 * How users sign in with this app client.
 *
 * @throws DeploymentError where nobody can by a password
 */
export function signInWays(pool: UserPoolType, client: UserPoolClientType): SignInWays {
  const { ClientSecret: clientSecret } = client;
  return {
    flow: flowOf(client),
    // Where an address is an alias, AWS takes none as the user name.
    namedByEmail: !(pool.AliasAttributes ?? []).includes('email'),
    ...(clientSecret !== undefined && { clientSecret }),
  };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
function flowOf({ ClientId, ExplicitAuthFlows = [] }: UserPoolClientType): Flow {
  const allowed: readonly string[] = ExplicitAuthFlows;
  // Without any, SRP is among the default ones; names of before 2019 do not take it away, but for one.
  const isOld = !allowed.some((name) => name.startsWith('ALLOW_'));
  if (isOld && !allowed.includes('CUSTOM_AUTH_FLOW_ONLY')) return 'USER_SRP_AUTH';
  const found = FLOWS.find(([name]) => allowed.includes(name));
  if (found !== undefined) return found[1];
  throw new DeploymentError(
    `the app client ${ClientId} lets nobody sign in with a password (ExplicitAuthFlows: ${allowed.join(', ')}), so that ` +
      'nobody can be signed in here; allow ALLOW_USER_SRP_AUTH, or ALLOW_ADMIN_USER_PASSWORD_AUTH, which only operators use',
  );
}
