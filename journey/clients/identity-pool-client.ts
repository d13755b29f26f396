import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import type { AwsCredentials } from '../aws-credentials.js';
import type { ClientTarget } from '../target.js';
import { known } from '../traveller.js';
import { clientOptions } from './client-options.js';

/** The AWS SDK's client of the identity pool, by the enhanced flow. */
export function createIdentityPoolClient(target: ClientTarget) {
  const { outputs } = target;
  const options = clientOptions(target);
  const { region } = options;
  const client = new CognitoIdentityClient(options);
  const IdentityPoolId = known(outputs.IdentityPoolId, 'output IdentityPoolId');
  const logins = (idToken: string) => ({ [`cognito-idp.${region}.amazonaws.com/${outputs.UserPoolId}`]: idToken });

  return {
    /** @param idToken undefined asks as a guest */
    async identityId(idToken: string | undefined): Promise<string> {
      const Logins = idToken === undefined ? undefined : logins(idToken);
      const { IdentityId } = await client.send(new GetIdCommand({ IdentityPoolId, Logins }));
      return known(IdentityId, 'identity ID');
    },
    /** @param idToken undefined asks as a guest */
    async credentials(IdentityId: string, idToken: string | undefined): Promise<AwsCredentials> {
      const Logins = idToken === undefined ? undefined : logins(idToken);
      const command = new GetCredentialsForIdentityCommand({ IdentityId, Logins });
      const { Credentials } = await client.send(command);
      return {
        accessKeyId: known(Credentials?.AccessKeyId, 'access key'),
        secretAccessKey: known(Credentials?.SecretKey, 'secret key'),
        sessionToken: known(Credentials?.SessionToken, 'session token'),
      };
    },
  };
}
