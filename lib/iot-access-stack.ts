import { CfnOutput, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackOutputs } from '../contract/stack-outputs.js';
import { IotAccess, type IotAccessProps } from './iot-access.js';

export interface IotAccessStackProps extends IotAccessProps {
  /** @default made from the construct's ID and where it stands */
  readonly stackName?: string;
}

/** IotAccess as one stack. Its outputs are what clients need to know; nothing else has outputs. */
export class IotAccessStack extends Stack {
  readonly iotAccess: IotAccess;

  constructor(scope: Construct, id: string, props: IotAccessStackProps = {}) {
    const { stackName, ...ofAccess } = props;
    super(scope, id, {
      stackName,
      description: 'Users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege',
      // The CLI checks the bootstrap version too, and without the rule the template needs no parameter.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    this.iotAccess = new IotAccess(this, 'Access', ofAccess);
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
