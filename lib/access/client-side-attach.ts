import { Annotations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';

/** Lets apps attach IoT policies themselves, and warns what that means. */
export function allowClientSideAttach(scope: IConstruct, role: IRole): void {
  // What IAM evaluates for a Cognito identity is no ARN, so only `*` matches:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['iot:AttachPolicy'], resources: ['*'] }));
  acknowledgeWildcards(role, ['*'], 'clientSideAttach was asked for; IAM cannot narrow the action.');
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:clientSideAttach',
    'clientSideAttach: IAM cannot say which policy or which identity, so every signed-in user may attach every IoT ' +
      'policy of the account to themselves and to anyone else. Call POST /attach-policy instead, and leave this out.',
  );
}
