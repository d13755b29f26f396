import { CfnOutput, DefaultStackSynthesizer, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackOutputs } from '../contract/stack-outputs.js';
import { IotAccess } from './iot-access.js';
import type { Settings } from './settings/settings.js';

/** IotAccess as one stack, set by `Settings`. Its outputs are what clients need to know; nothing else has outputs. */
export class IotAccessStack extends Stack {
  readonly iotAccess: IotAccess;

  constructor(scope: Construct, id: string, settings: Settings) {
    const { stackName, timeoutSeconds, logRetentionDays, removalPolicy, throttling, ...sameInProps } = settings;
    super(scope, id, {
      stackName,
      description: 'Users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege',
      // The CLI checks the bootstrap version too, and without the rule the template needs no parameter.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    this.iotAccess = new IotAccess(this, 'Access', {
      ...sameInProps,
      ...throttling,
      timeout: Duration.seconds(timeoutSeconds),
      logRetention: logRetentionDays,
      removalPolicy: removalPolicies[removalPolicy],
    });
    this.addOutputs(this.iotAccess);
  }

  private addOutputs({ signIn, policy, endpoint, api }: IotAccess): void {
    const outputs: StackOutputs = {
      Region: this.region,
      UserPoolId: signIn.userPool.userPoolId,
      UserPoolClientId: signIn.userPoolClient.userPoolClientId,
      IdentityPoolId: signIn.identityPoolId,
      AttachPolicyUrl: api.url,
      IotEndpoint: endpoint.endpointAddress,
      IotPolicyName: policy.policyName,
      ...(signIn.domain !== undefined && { SignInDomain: signIn.domain }),
    };
    for (const [name, value = ''] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

const removalPolicies = {
  retain: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  destroy: RemovalPolicy.DESTROY,
};
