import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problem } from '../settings-error.js';

export interface AccessLogOptions {
  readonly apiAccessLog?: boolean;
  readonly apiGatewayCloudWatchRole?: boolean;
}

/**
 * Who called and what came of it. Nothing of the request's headers, so no token and no signature, and no identity ID: that
 * of a guest is as good as a password.
 *
 * `user` has user pool and `sub`: `<pool>,<pool>:CognitoSignIn:<sub>`. A client can choose `requestId`, and not
 * `extendedRequestId`, which the function's log has as well.
 *
 * The error's message is `$context.authorize.error`, that of IAM's refusal, where it says more than `errorType` does. It is
 * not `$context.error.message`: for a signature that does not match, that repeats the request as it should have been
 * signed, with the header `x-amz-security-token` in it, which is a token
 * (https://github.com/mhart/aws4/issues/110), and its line ends.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function accessLogFormat({ namedByOthers }: { readonly namedByOthers: boolean }): string {
  return JSON.stringify({
    requestId: '$context.requestId',
    extendedRequestId: '$context.extendedRequestId',
    requestTime: '$context.requestTime',
    httpMethod: '$context.httpMethod',
    resourcePath: '$context.resourcePath',
    status: '$context.status',
    errorType: '$context.error.responseType',
    errorMessage: '$context.authorize.error',
    ...(!namedByOthers && { user: '$context.identity.cognitoAuthenticationProvider' }),
    sourceIp: '$context.identity.sourceIp',
    responseLatency: '$context.responseLatency',
    integrationStatus: '$context.integration.status',
    integrationError: '$context.integrationErrorMessage',
  });
}

/** The account's role would be set for nothing. */
export function accessLogProblems({ apiAccessLog, apiGatewayCloudWatchRole }: AccessLogOptions): Problem[] {
  if (apiAccessLog || !apiGatewayCloudWatchRole) return [];
  const what =
    'given true, but only the access log needs the role, which is one for all APIs of the account and Region: ' +
    'set apiAccessLog to true as well, or leave this out';
  return [{ where: 'apiGatewayCloudWatchRole', what }];
}

/**
 * Nothing tells what the account has. AWS says "CloudWatch Logs role ARN must be set in account settings to enable
 * logging", and rolls the deployment back.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function warnOfMissingRole(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:apiAccessLog',
    "apiAccessLog: AWS refuses the stage, and with it the deployment, unless the account has a role for API Gateway's " +
      'logs in this Region ("aws apigateway get-account" shows cloudwatchRoleArn). Where it has none, set ' +
      'apiGatewayCloudWatchRole to true: it is then set for all APIs of the account and Region. Where it has one, ' +
      'acknowledge this warning.',
  );
}
