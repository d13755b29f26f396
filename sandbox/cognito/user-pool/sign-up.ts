import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { postConfirmation, preSignUp } from '../triggers/sign-up-triggers.js';
import { checkedAttributes, checkRequired, isEmail } from './attributes.js';
import { checkPassword } from './password-policy.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = {
  ClientId: shapes.clientId,
  Username: shapes.username,
  Password: shapes.password,
  UserAttributes: shapes.attributes.optional(),
  // For a pre-sign-up trigger.
  ValidationData: shapes.attributes.optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export function signUp({ appClient }: OperationContext): Operation {
  return operation({
    name: 'SignUp',
    access: 'public',
    fields,
    async run({ ClientId, Username, Password, UserAttributes, ValidationData, ClientMetadata }) {
      const { pool, client } = appClient(ClientId);
      const { settings, users, codes, triggers } = pool;
      if (settings.allowAdminCreateUserOnly) {
        throw new AwsError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
      }
      const attributes = checkedAttributes(settings, client, UserAttributes ?? []);
      if (settings.usernameAttributes.includes('email')) attributes.email = emailOf(Username, attributes.email);
      checkRequired(settings, attributes);
      checkPassword(settings.passwordPolicy, Password);

      const names = users.named(Username);
      const { confirmed, emailVerified } = await preSignUp(triggers, {
        source: 'PreSignUp_SignUp',
        userName: names.userName,
        clientId: ClientId,
        attributes,
        validationData: ValidationData,
        clientMetadata: ClientMetadata,
      });
      const sendsCode = settings.autoVerifiedAttributes.includes('email') && attributes.email !== undefined;
      // Nothing tells whether AWS keeps a user whom it could not mail: here there is none.
      if (sendsCode && !confirmed && !emailVerified) pool.checkMayMail();
      const all = emailVerified ? { ...attributes, email_verified: 'true' } : attributes;
      const user = users.add(names, Password, all, confirmed ? 'CONFIRMED' : 'UNCONFIRMED');
      const answer = { UserConfirmed: confirmed, UserSub: user.sub };
      if (confirmed) {
        await postConfirmation(triggers, 'PostConfirmation_ConfirmSignUp', user, ClientId, ClientMetadata);
        return answer;
      }
      if (!sendsCode || emailVerified) return answer;
      const occasion = { source: 'CustomMessage_SignUp', clientId: ClientId, clientMetadata: ClientMetadata } as const;
      return { ...answer, ...(await codes.send(user, 'SignUp', { ...occasion, asked: false })) };
    },
  });
}

/** The user name is the address; the attribute may say the same, and nothing else. */
function emailOf(username: string, attribute: string | undefined): string {
  if (!isEmail(username)) throw new AwsError('InvalidParameterException', 'Username should be an email.');
  if (attribute !== undefined && attribute.toLowerCase() !== username.toLowerCase()) {
    throw new AwsError('InvalidParameterException', 'The email attribute is not the email given as the user name.');
  }
  return username;
}
