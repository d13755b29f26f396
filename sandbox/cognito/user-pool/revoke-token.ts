import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { unverifiedClaims } from './tokens.js';
import type { OperationContext } from './user-pool.js';
import { operation, refuseSecret, shapes } from './user-pool-operation.js';

const fields = { ClientId: shapes.clientId, Token: shapes.token, ClientSecret: z.string().optional() };

/**
 * Ends the refresh token and the access tokens made with it; ID tokens stay good until they expire. As RFC 7009 has it,
 * a token that is unknown or revoked already is no error.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export function revokeToken({ appClient }: OperationContext): Operation {
  return operation({
    name: 'RevokeToken',
    access: 'public',
    fields,
    run({ ClientId, Token, ClientSecret }) {
      const { pool, client } = appClient(ClientId);
      if (ClientSecret !== undefined) refuseSecret(ClientId);
      if (!client.enableTokenRevocation) {
        throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
      }
      if (unverifiedClaims(Token)) throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type.');
      const session = pool.sessions.find(Token);
      if (session === undefined) return {};
      if (session.clientId !== ClientId) {
        throw new AwsError('UnauthorizedException', 'The token was issued to another client.', 401);
      }
      pool.sessions.end(session, 'RevokeToken');
      return {};
    },
  });
}
