import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problem } from '../settings-error.js';

export interface AccessLogOptions {
  readonly apiAccessLog?: boolean;
  readonly apiGatewayCloudWatchRole?: boolean;
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
