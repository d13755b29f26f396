import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { defined } from '../defined.js';

export interface RevokedPolicyProps {
  /** @default a name that CloudFormation makes up */
  readonly policyName?: string;
  /** A retained one goes on denying whoever it is attached to.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The IoT policy of those whose access an operator has taken away: it denies everything, and a Deny is stronger than any
 * Allow of the same identity. The attach-policy function attaches and detaches another one, so nothing that a user can
 * call takes this one off.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html
 */
export class RevokedPolicy extends Construct {
  readonly policyName: string;
  readonly policyArn: string;
  /** The CloudFormation resource, for what has to be ordered before or after it. */
  readonly resource: CfnPolicy;

  constructor(scope: Construct, id: string, { policyName, removalPolicy }: RevokedPolicyProps = {}) {
    super(scope, id);
    this.resource = new CfnPolicy(this, 'Resource', { policyDocument: denyAll, ...defined({ policyName }) });
    this.resource.applyRemovalPolicy(removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.policyName = this.resource.ref;
    this.policyArn = this.resource.attrArn;
  }
}

const denyAll = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      // Whatever an identity may do by its other policies, those of devices that were granted among them, and by what
      // is added to them later. A Deny lets nobody do anything, so it cannot be too wide.
      Action: ['iot:*'],
      // Every client ID, topic and shadow, for the same reason.
      Resource: ['*'],
    },
  ],
};
