import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation } from '../user-pool/user-pool-operation.js';
import { pageOf } from './pages.js';

const token = z.string().min(1).optional();

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html */
export function listUserPools(context: OperationContext): Operation {
  return operation({
    name: 'ListUserPools',
    // All of them, or none: the action has no resource.
    access: { iam: () => '*' },
    fields: { MaxResults: z.number().int().min(1).max(60), NextToken: token },
    run({ MaxResults, NextToken }) {
      const page = { limit: MaxResults, token: NextToken };
      const { items, next } = pageOf(context.userPools(), ({ userPoolId }) => userPoolId, page);
      return {
        UserPools: items.map(({ userPoolId, settings }) => ({ Id: userPoolId, Name: settings.name ?? userPoolId })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html */
export function listUserPoolClients(context: OperationContext): Operation {
  return operation({
    name: 'ListUserPoolClients',
    access: onUserPool(context),
    fields: {
      UserPoolId: adminFields.UserPoolId,
      MaxResults: z.number().int().min(1).max(60).optional(),
      NextToken: token,
    },
    run({ UserPoolId, MaxResults, NextToken }) {
      const pool = context.userPool(UserPoolId);
      const clients = context.appClients().filter((app) => app.pool === pool);
      const page = { limit: MaxResults, token: NextToken };
      const { items, next } = pageOf(clients, ({ clientId }) => clientId, page);
      return {
        UserPoolClients: items.map(({ clientId, client }) => ({
          ClientId: clientId,
          ClientName: client.name ?? clientId,
          UserPoolId,
        })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
  });
}
