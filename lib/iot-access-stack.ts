import { DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { defined } from './defined.js';
import { IotAccess } from './iot-access.js';
import type { IotAccessProps } from './iot-access-props.js';

export interface IotAccessStackProps extends IotAccessProps {
  /** @default made from the construct's ID and where it stands */
  readonly stackName?: string;
  /** Has to be given for AWS GovCloud (US), which has its own principals.
   * @default wherever it is deployed, in the partition `aws` */
  readonly region?: string;
}

/** IotAccess as one stack, whose outputs are what clients need to know. */
export class IotAccessStack extends Stack {
  readonly iotAccess: IotAccess;

  constructor(scope: Construct, id: string, props: IotAccessStackProps = {}) {
    const { stackName, region, ...ofAccess } = props;
    super(scope, id, {
      ...defined({ stackName, env: region === undefined ? undefined : { region } }),
      description: 'Users signed in with Amazon Cognito use AWS IoT Core over MQTT, each with least privilege',
      // The CLI checks the bootstrap version too, and without the rule the template needs no parameter.
      // Its own interface the CDK's class does not fulfil exactly.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    });
    this.iotAccess = new IotAccess(this, 'Access', ofAccess);
  }
}
