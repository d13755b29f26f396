import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { checkPoolHasMfa, stepOfCode } from './software-token.js';
import { byTokenOrSession, shapeOfSession } from './token-or-session.js';

const fields = {
  AccessToken: shapes.token.optional(),
  Session: shapeOfSession.optional(),
  UserCode: z.string().regex(/^[0-9]{6}$/),
  FriendlyDeviceName: z.string().max(131_072).optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html */
export function verifySoftwareToken(context: OperationContext): Operation {
  /** The step of the code, which is used up with this. */
  const proven = (secret: string | undefined, code: string): number => {
    const step = secret === undefined ? undefined : stepOfCode(secret, code, context.clock);
    if (step !== undefined) return step;
    const message = 'Code mismatch and fail enable Software Token MFA';
    throw new AwsError('EnableSoftwareTokenMFAException', message);
  };
  return operation({
    name: 'VerifySoftwareToken',
    // Judged below: either proof will do.
    access: 'public',
    fields,
    async run({ UserCode, FriendlyDeviceName, ...request }) {
      const name = FriendlyDeviceName === undefined ? {} : { name: FriendlyDeviceName };
      return byTokenOrSession(context, request, {
        byToken({ pool, user }) {
          checkPoolHasMfa(pool);
          const { pendingSoftwareToken: secret, ...rest } = user;
          const step = proven(secret || undefined, UserCode);
          // Whether it is asked for is for SetUserMFAPreference to say, unless it was with the one before.
          const { enabled = false, preferred = false } = rest.softwareToken ?? {};
          const softwareToken = { secret: secret ?? '', ...name, enabled, preferred, usedSteps: [step] };
          pool.users.update(user, { softwareToken, pendingSoftwareToken: '' });
          return { Status: 'SUCCESS' };
        },
        bySession(renew) {
          const Session = renew((waiting, pool) => {
            const usedSteps = [proven(waiting.secret, UserCode)];
            const user = pool.users.bySub(waiting.sub);
            if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
            const token = { secret: waiting.secret ?? '', ...name, enabled: true, preferred: true, usedSteps };
            pool.users.update(user, { softwareToken: token });
            return { ...waiting, verified: true };
          });
          return { Status: 'SUCCESS', Session };
        },
      });
    },
  });
}
