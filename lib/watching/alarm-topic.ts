import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** Is asked by e-mail to confirm. @default nobody is told */
  readonly email?: string;
}

/**
 * A topic that CloudWatch's alarms of this account alone may tell. It is encrypted with a key of its own: CloudWatch
 * cannot use the one that AWS manages for SNS, whose policy nobody can change.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 *
 * It holds nothing but what alarms are called, so it goes with the stack, whatever else is retained: a key that nobody
 * uses any more would cost US$ 1 a month.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Alarms of the attach-policy function',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    // A policy of one's own takes the place of SNS's, by which everything in the account may publish.
    const publish = this.fromAlarms(['sns:Publish'], this.topic.topicArn);
    this.topic.addToResourcePolicy(publish);
    // In the policy of a key, * is that key.
    key.addToResourcePolicy(this.fromAlarms(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
  private fromAlarms(actions: string[], resource: string): PolicyStatement {
    const { account } = Stack.of(this);
    const alarms = Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': alarms } },
    });
  }
}
