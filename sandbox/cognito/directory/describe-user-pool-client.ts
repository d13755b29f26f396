import type { Operation } from '../../service/operation.js';
import { adminAppClient } from '../sign-in/admin-app-client.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';

const fields = { UserPoolId: adminFields.UserPoolId, ClientId: shapes.clientId };

/**
 * What the template says of an app client. There is no secret to tell: clients with one are refused at boot.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
 */
export function describeUserPoolClient(context: OperationContext): Operation {
  return operation({
    name: 'DescribeUserPoolClient',
    access: onUserPool(context),
    fields,
    run: (request) => ({ UserPoolClient: clientView(adminAppClient(context, request)) }),
  });
}

/** Lifetimes in seconds, whatever unit the template has them in. */
function clientView({ clientId, client, pool }: AppClient): object {
  const { oauth } = client;
  return {
    UserPoolId: pool.userPoolId,
    ClientId: clientId,
    ClientName: client.name ?? clientId,
    ExplicitAuthFlows: client.explicitAuthFlows,
    AccessTokenValidity: client.accessTokenValidity / 1000,
    IdTokenValidity: client.idTokenValidity / 1000,
    RefreshTokenValidity: client.refreshTokenValidity / 1000,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    AuthSessionValidity: client.authSessionValidity / 60_000,
    ...(client.readAttributes === undefined ? {} : { ReadAttributes: client.readAttributes }),
    ...(client.writeAttributes === undefined ? {} : { WriteAttributes: client.writeAttributes }),
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
    EnableTokenRevocation: client.enableTokenRevocation,
    EnablePropagateAdditionalUserContextData: false,
    AllowedOAuthFlowsUserPoolClient: oauth.flows.length > 0,
    ...(oauth.flows.length === 0 ? {} : { AllowedOAuthFlows: oauth.flows, AllowedOAuthScopes: oauth.scopes }),
    CallbackURLs: oauth.callbackUrls,
    LogoutURLs: oauth.logoutUrls,
    SupportedIdentityProviders: oauth.identityProviders,
  };
}
