import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { IotAccess } from '../../lib/index.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { receivedMessage } from '../support/received-message.js';
import { appAssembly } from '../support/settings-sandbox.js';

it('a stack with much that is not emulated boots without it, and a message is received', async () => {
  const assembly = appAssembly({}, (app) => {
    const shop = new Stack(app, 'Shop');
    new IotAccess(shop, 'IotAccess');
    addMuchElse(shop);
  });
  const sandbox = await startSandbox({ assembly, parameters: { Stage: 'test' } });
  try {
    expect(await receivedMessage(sandbox)).toBe('hello');
    const left = sandbox.views.notEmulated().map(({ type }) => type);
    expect(left).toEqual(expect.arrayContaining(['AWS::S3::Bucket', 'AWS::SNS::Topic', 'Custom::CDKBucketDeployment']));
    expect(sandbox.outputs.SiteUrl).toMatch(/^https:\/\/d[a-z0-9]+\.cloudfront\.net$/);
  } finally {
    await sandbox.stop();
  }
}, 60_000);

/** What an app has beside: nobody's journey leans on it. */
function addMuchElse(stack: Stack): void {
  const stage = new CfnParameter(stack, 'Stage', { type: 'String', allowedValues: ['test', 'prod'] });
  const bucket = new Bucket(stack, 'Site', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  const site = Bucket.fromBucketName(stack, 'SameSite', bucket.bucketName);
  const distribution = new Distribution(stack, 'Cdn', {
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(site) },
  });
  new BucketDeployment(stack, 'Files', {
    sources: [Source.data('a.txt', 'a')],
    destinationBucket: site,
    distribution,
  });
  const topic = new Topic(stack, 'Alerts');
  const queue = new Queue(stack, 'Jobs', { deadLetterQueue: { queue: new Queue(stack, 'Dead'), maxReceiveCount: 3 } });
  const every = new Rule(stack, 'Hourly', { schedule: Schedule.rate(Duration.hours(1)) });
  every.addTarget(new SqsQueue(queue));
  const alarm = new Alarm(stack, 'Stuck', {
    metric: queue.metricApproximateNumberOfMessagesVisible(),
    threshold: 10,
    evaluationPeriods: 1,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  const looked = new AwsCustomResource(stack, 'Looked', {
    onUpdate: {
      service: 'SSM',
      action: 'GetParameter',
      parameters: { Name: '/x' },
      physicalResourceId: PhysicalResourceId.of('x'),
    },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
  });
  const worker = new LambdaFunction(stack, 'Worker', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => "done";'),
    environment: {
      BUCKET: bucket.bucketName,
      LOOKED: looked.getResponseField('Parameter.Value'),
      STAGE: stage.valueAsString,
    },
  });
  bucket.grantReadWrite(worker);
  queue.grantSendMessages(worker);
  topic.grantPublish(worker);
  new Stream(stack, 'Events').grantWrite(worker);
  new CfnOutput(stack, 'SiteUrl', { value: `https://${distribution.distributionDomainName}` });
}
