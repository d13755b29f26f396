import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnFunction, type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.js';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { nodeRuntime } from '../node-runtime.js';

export interface WaitingProviderProps {
  /** Called once for each request of CloudFormation. */
  readonly onEvent: IFunction;
  /** Called every fifteen seconds until it says that all is done. */
  readonly isComplete: IFunction;
  /** Where the framework logs. */
  readonly logGroup: LogGroup;
}

/**
 * CDK's provider framework, which answers CloudFormation and calls again what is not done: three functions and a state
 * machine. With roles of our own, since by default they may write to every log group of the account.
 */
export class WaitingProvider extends Construct {
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, { onEvent, isComplete, logGroup }: WaitingProviderProps) {
    super(scope, id);
    const frameworkOnEventRole = this.createRole('OnEventRole', logGroup);
    const frameworkCompleteAndTimeoutRole = this.createRole('IsCompleteRole', logGroup);
    const provider = new Provider(this, 'Framework', {
      onEventHandler: onEvent,
      isCompleteHandler: isComplete,
      queryInterval: Duration.seconds(15),
      // The longest there is. It counts the calls' intervals only, so our functions watch the hour themselves.
      totalTimeout: Duration.hours(1),
      logGroup,
      frameworkOnEventRole,
      frameworkCompleteAndTimeoutRole,
    });
    const parts = provider.node.findAll();
    const functions = parts.filter((part) => part instanceof LambdaFunction);
    // CDK would take the runtime that its own version thinks the latest.
    for (const one of functions) (one.node.defaultChild as CfnFunction).runtime = nodeRuntime().name;
    this.acknowledge([onEvent, isComplete, ...functions.filter(({ node }) => node.id !== 'framework-onEvent')]);
    this.serviceToken = provider.serviceToken;
  }

  private createRole(id: string, logGroup: LogGroup): Role {
    const role = new Role(this, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    return role;
  }

  /** The framework's own statements and state machine, which its construct does not let us change. */
  private acknowledge(invoked: readonly IFunction[]): void {
    const versions = invoked.map(({ functionArn }) => `${functionArn}:*`);
    acknowledgeWildcards(this, versions, 'The framework may call every version of just these functions.');
    acknowledge(
      this,
      {
        id: 'AwsSolutions-SF1',
        reason: 'The functions log what they do; events would hold the presigned URL that answers CloudFormation.',
      },
      { id: 'AwsSolutions-SF2', reason: 'The state machine only calls one function again until it is done.' },
    );
  }
}
