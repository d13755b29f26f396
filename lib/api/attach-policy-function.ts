import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { connectionArns } from '../access/topic-access-documents.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { defined } from '../defined.js';
import { functionCode } from '../function-code.js';
import { nodeRuntime } from '../node-runtime.js';
import { type AttachPolicyEnvironmentProps, attachPolicyEnvironment } from './attach-policy-environment.js';

export interface AttachPolicyFunctionProps extends AttachPolicyEnvironmentProps {
  /** MiB. Lambda gives CPU in proportion: starting and answering the first call was measured to be far faster at 512
   * than at 128, and a call takes so little time that it costs about the same. @default 512 */
  readonly memorySize?: number;
  /** At most 28 seconds, since API Gateway waits for 29. @default Duration.seconds(10) */
  readonly timeout?: Duration;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Applied to the log group. @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
  /** @default no reservation: the function shares the account's concurrency */
  readonly reservedConcurrentExecutions?: number;
  /** Whether AWS X-Ray gets a trace of some of the calls: how long starting took, and how long the call. @default false */
  readonly tracing?: boolean;
  /** @default bundled from this package's own source */
  readonly code?: Code;
}

/**
 * Attaches the IoT policy to the Cognito identity that called it, and to no other. It answers REST APIs, HTTP APIs with
 * IAM authorization and direct invocations, so it can stand behind an API of one's own.
 */
export class AttachPolicyFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: AttachPolicyFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Attaches the IoT policy to the Cognito identity of the caller',
      runtime: nodeRuntime(),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code ?? functionCode(props.directory ? 'attach-policy-with-directory' : 'attach-policy'),
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      ...defined({ reservedConcurrentExecutions: props.reservedConcurrentExecutions }),
      loggingFormat: LoggingFormat.JSON,
      // The CDK lets the role send traces with it: xray:PutTraceSegments and xray:PutTelemetryRecords, on * since IAM knows
      // no resource for either. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
      ...(props.tracing && { tracing: Tracing.ACTIVE }),
      logGroup,
      role: this.createRole(props, logGroup),
      environment: attachPolicyEnvironment(this, props),
    });
  }

  /** Not AWS's managed policy, which may write to every log group of the account. */
  private createRole(props: AttachPolicyFunctionProps, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iot:AttachPolicy', 'iot:DetachPolicy', 'iot:ListAttachedPolicies'],
        // IAM knows no resource type for a Cognito identity: what it evaluates is the bare identity ID, no ARN, so only
        // `*` matches. Which policy is attached, and to whom, is fixed by the environment and the signed request.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
        resources: ['*'],
      }),
    );
    // Detaching does not end what is connected already.
    const accesses = [props.access, ...(props.groups ?? []).map(({ access }) => access)];
    const connections = connectionArns(accesses, this);
    role.addToPolicy(new PolicyStatement({ actions: ['iot:DeleteConnection'], resources: connections }));
    if (props.directory) {
      const { tableArn } = props.directory.table;
      // It records the caller, and reads whether the user is revoked and which devices the user has.
      const actions = ['dynamodb:UpdateItem', 'dynamodb:Query'];
      role.addToPolicy(new PolicyStatement({ actions, resources: [tableArn] }));
    }
    const nameless = props.tracing ? 'a Cognito identity, nor for a trace' : 'a Cognito identity';
    acknowledgeWildcards(role, ['*'], `IAM knows no resource type for ${nameless}, only * matches.`);
    acknowledgeWildcards(role, connections, 'Any identity may sign out; identity IDs begin with the Region.');
    return role;
  }
}
