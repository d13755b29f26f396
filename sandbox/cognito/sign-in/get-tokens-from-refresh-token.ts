import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, refuseSecret, shapes } from '../user-pool/user-pool-operation.js';
import { refreshTokens } from './sign-in.js';

const fields = {
  ClientId: shapes.clientId,
  RefreshToken: shapes.token,
  ClientSecret: z.string().optional(),
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
export function getTokensFromRefreshToken({ appClient }: OperationContext): Operation {
  return operation({
    name: 'GetTokensFromRefreshToken',
    access: 'public',
    fields,
    async run({ ClientId, RefreshToken, ClientSecret, ClientMetadata }) {
      const app = appClient(ClientId);
      if (ClientSecret !== undefined) refuseSecret(ClientId);
      return refreshTokens(app, RefreshToken, ClientMetadata);
    },
  });
}
