import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { checkedAttributes, checkRequired, isEmail } from './attributes.js';
import { checkPassword } from './password-policy.js';
import type { OperationContext } from './user-pool.js';
import { operation, shapes } from './user-pool-operation.js';

const fields = {
  ClientId: shapes.clientId,
  Username: shapes.username,
  Password: shapes.password,
  UserAttributes: shapes.attributes.optional(),
  // Reaches a pre-sign-up trigger only, and pools with triggers are refused.
  ValidationData: shapes.attributes.optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export function signUp({ appClient }: OperationContext): Operation {
  return operation({
    name: 'SignUp',
    access: 'public',
    fields,
    run({ ClientId, Username, Password, UserAttributes }) {
      const { pool, client } = appClient(ClientId);
      const { settings, users, codes } = pool;
      if (settings.allowAdminCreateUserOnly) {
        throw new AwsError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
      }
      const attributes = checkedAttributes(settings, client, UserAttributes ?? []);
      if (settings.usernameAttributes.includes('email')) attributes.email = emailOf(Username, attributes.email);
      checkRequired(settings, attributes);
      checkPassword(settings.passwordPolicy, Password);

      const user = users.add(Username, Password, attributes, 'UNCONFIRMED');
      const sendsCode = settings.autoVerifiedAttributes.includes('email') && user.attributes.email !== undefined;
      const delivery = sendsCode ? codes.send(user, 'SignUp', { asked: false }) : {};
      return { UserConfirmed: false, UserSub: user.sub, ...delivery };
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
