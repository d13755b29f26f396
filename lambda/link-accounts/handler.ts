import {
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLinkAccounts } from './link-accounts.js';

const client = new CognitoIdentityProviderClient({});

export const handler = createLinkAccounts({
  trusted: JSON.parse(process.env.TRUSTED_PROVIDERS ?? '[]'),
  async findUser(UserPoolId, Username) {
    try {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      const attributes = (user.UserAttributes ?? []).map(({ Name = '', Value = '' }) => [Name, Value]);
      return {
        userName: user.Username ?? '',
        status: user.UserStatus,
        enabled: user.Enabled === true,
        attributes: Object.fromEntries(attributes),
      };
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  },
  async link(UserPoolId, userName, { providerName, userId }) {
    const command = new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: userName },
      SourceUser: {
        ProviderName: providerName,
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: userId,
      },
    });
    await client.send(command);
  },
  log: (entry) => console.log(JSON.stringify(entry)),
});
