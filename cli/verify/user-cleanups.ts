import { AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { MadeUser } from '../../journey/made.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { wasThere } from './was-there.js';

export function userCleanups({ deployment, command }: CleanupPlace, { userName: Username }: MadeUser): Cleanup[] {
  const { clientConfig, output } = deployment;
  const UserPoolId = output('UserPoolId');
  return [
    {
      what: () => `user ${Username}`,
      run: () =>
        wasThere(
          new CognitoIdentityProviderClient(clientConfig).send(new AdminDeleteUserCommand({ UserPoolId, Username })),
        ),
      byHand: () => command(`cognito-idp admin-delete-user --user-pool-id ${UserPoolId} --username ${Username}`),
    },
  ];
}
