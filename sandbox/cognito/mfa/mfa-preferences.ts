import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, adminUser, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext, UserPool } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { checkPoolHasMfa } from './software-token.js';

const factor = z.strictObject({ Enabled: z.boolean().optional(), PreferredMfa: z.boolean().optional() });
const preferences = {
  SoftwareTokenMfaSettings: factor.optional(),
  SMSMfaSettings: factor.optional(),
  EmailMfaSettings: factor.optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html */
export function setUserMfaPreference(): Operation {
  return operation({
    name: 'SetUserMFAPreference',
    access: 'token',
    fields: { AccessToken: shapes.token, ...preferences },
    run: (request, { pool, user }) => prefer(pool, user, request),
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html */
export function adminSetUserMfaPreference(context: OperationContext): Operation {
  return operation({
    name: 'AdminSetUserMFAPreference',
    access: onUserPool(context),
    fields: { ...adminFields, ...preferences },
    run(request) {
      const { pool, user } = adminUser(context, request);
      return prefer(pool, user, request);
    },
  });
}

/** As GetUser and AdminGetUser tell of it. */
export function mfaView({ settings }: Pick<UserPool, 'settings'>, { softwareToken }: UserRecord): object {
  if (settings.mfa === 'OFF' || !softwareToken?.enabled) return {};
  const preferred = softwareToken.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {};
  return { ...preferred, UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] };
}

function prefer(pool: UserPool, user: UserRecord, request: z.infer<z.ZodObject<typeof preferences>>): object {
  for (const [name, settings] of [
    ['SMSMfaSettings', request.SMSMfaSettings],
    ['EmailMfaSettings', request.EmailMfaSettings],
  ] as const) {
    if (settings?.Enabled || settings?.PreferredMfa) throw new UnsupportedError(`${name} of SetUserMFAPreference`);
  }
  const given = request.SoftwareTokenMfaSettings;
  if (given === undefined) return {};
  checkPoolHasMfa(pool);
  const { softwareToken } = user;
  const enabled = given.Enabled ?? false;
  const preferred = given.PreferredMfa ?? false;
  if (preferred && !enabled) throw new AwsError('InvalidParameterException', 'A factor that is off is not preferred.');
  if (softwareToken === undefined) {
    if (!enabled) return {};
    throw new AwsError('InvalidParameterException', 'User has not verified software token mfa');
  }
  pool.users.update(user, { softwareToken: { ...softwareToken, enabled, preferred } });
  return {};
}
