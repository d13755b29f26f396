import { partitionOf } from './partition.js';
import { arn, generatedName, letters, type ResourceContext, text, uuid } from './resource-type.js';

/** What a resource that is not emulated is called, so that what refers to it has something of the usual kind. */
export interface MadeUpType {
  /** The property that names it; without one a name is generated. */
  readonly name?: string;
  /** What `Ref` gives. @default the name */
  readonly ref?: (context: ResourceContext, name: string) => string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes?: Readonly<Record<string, (context: ResourceContext, name: string) => unknown>>;
}

type Made = (context: ResourceContext, name: string) => string;

/** An ARN of the resource's own Region and account: `arnOf('sns', '')`, `arnOf('kinesis', 'stream/')`. */
const arnOf =
  (service: string, kind: string): Made =>
  (context, name) =>
    arn(context, service, `${kind}${name}`);
/** An ARN without a Region, and without an account where none is given. */
const global =
  (service: string, kind: string, account = true): Made =>
  ({ environment }, name) =>
    `arn:${partitionOf(environment.region).name}:${service}::${account ? environment.accountId : ''}:${kind}${name}`;
const id =
  (prefix: string, length = 17): Made =>
  ({ environment, logicalId }) =>
    `${prefix}${letters(environment, `${logicalId}/id`, length).toLowerCase()}`;
const ownUuid: Made = ({ environment, logicalId }) => uuid(environment, `${logicalId}/id`);
const bucketHost =
  (before: string): Made =>
  ({ environment }, name) =>
    `${name}.${before === '' ? 's3' : before.replace('{region}', environment.region)}.${suffixOf(environment)}`;
const list =
  (one: Made) =>
  (context: ResourceContext, name: string): string[] => [one(context, name)];

/**
 * The types that apps have beside what is emulated. What is not here is made up by its type's name alone.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
 */
export const MADE_UP_TYPES: Readonly<Record<string, MadeUpType>> = {
  // Of what is emulated: attributes that nothing here works with.
  'AWS::ApiGateway::Deployment': { attributes: { DeploymentId: ({ physicalId }) => physicalId } },
  'AWS::Cognito::UserPoolDomain': { attributes: { CloudFrontDistribution: distributionHost } },
  'AWS::DynamoDB::GlobalTable': { attributes: { TableId: ownUuid } },
  'AWS::IoT::Policy': { attributes: { Id: ({ physicalId }) => physicalId } },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    attributes: {
      Arn: global('s3', '', false),
      DomainName: bucketHost(''),
      RegionalDomainName: bucketHost('s3.{region}'),
      DualStackDomainName: bucketHost('s3.dualstack.{region}'),
      WebsiteURL: ({ environment }, name) => `http://${name}.s3-website-${environment.region}.${suffixOf(environment)}`,
    },
  },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    ref: arnOf('sns', ''),
    attributes: { TopicArn: arnOf('sns', ''), TopicName: (_context, name) => name },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arnOf('sqs', ''), QueueName: (_context, name) => name, QueueUrl: queueUrl },
  },
  'AWS::Kinesis::Stream': { name: 'Name', attributes: { Arn: arnOf('kinesis', 'stream/') } },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    attributes: { Arn: arnOf('firehose', 'deliverystream/') },
  },
  'AWS::Events::Rule': { name: 'Name', attributes: { Arn: arnOf('events', 'rule/') } },
  'AWS::Events::EventBus': {
    name: 'Name',
    attributes: { Arn: arnOf('events', 'event-bus/'), Name: (_context, name) => name },
  },
  'AWS::CloudFront::Distribution': {
    ref: distributionId,
    attributes: { Id: distributionId, DomainName: distributionHost },
  },
  'AWS::CertificateManager::Certificate': {
    ref: (context, name) => arnOf('acm', 'certificate/')(context, ownUuid(context, name)),
  },
  'AWS::AppSync::GraphQLApi': {
    ref: (context, name) => arnOf('appsync', 'apis/')(context, id('', 26)(context, name)),
    attributes: {
      Arn: (context, name) => arnOf('appsync', 'apis/')(context, id('', 26)(context, name)),
      ApiId: id('', 26),
      GraphQLUrl: (context, name) =>
        `https://${id('', 26)(context, name)}.appsync-api.${context.environment.region}.${suffixOf(context.environment)}/graphql`,
    },
  },
  'AWS::CloudWatch::Alarm': { name: 'AlarmName', attributes: { Arn: arnOf('cloudwatch', 'alarm:') } },
  'AWS::KMS::Key': {
    ref: ownUuid,
    attributes: { KeyId: ownUuid, Arn: (context, name) => arnOf('kms', 'key/')(context, ownUuid(context, name)) },
  },
  'AWS::KMS::Alias': { name: 'AliasName' },
  'AWS::IAM::User': { name: 'UserName', attributes: { Arn: global('iam', 'user/') } },
  'AWS::IAM::Group': { name: 'GroupName', attributes: { Arn: global('iam', 'group/') } },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', attributes: { Arn: global('iam', 'instance-profile/') } },
  'AWS::IoT::Thing': { name: 'ThingName', attributes: { Arn: arnOf('iot', 'thing/'), Id: ownUuid } },
  'AWS::IoT::TopicRule': { name: 'RuleName', attributes: { Arn: arnOf('iot', 'rule/') } },
  'AWS::Lambda::LayerVersion': {
    name: 'LayerName',
    ref: (context, name) => `${arnOf('lambda', 'layer:')(context, name)}:1`,
    attributes: { LayerVersionArn: (context, name) => `${arnOf('lambda', 'layer:')(context, name)}:1` },
  },
  'AWS::Lambda::EventSourceMapping': { ref: ownUuid, attributes: { Id: ownUuid } },
  'AWS::EC2::VPC': {
    ref: id('vpc-0'),
    attributes: { VpcId: id('vpc-0'), CidrBlockAssociations: list(id('vpc-cidr-assoc-0')) },
  },
  'AWS::EC2::Subnet': { ref: id('subnet-0'), attributes: { SubnetId: id('subnet-0') } },
  'AWS::EC2::SecurityGroup': { ref: id('sg-0'), attributes: { GroupId: id('sg-0'), Id: id('sg-0') } },
  'AWS::Route53::HostedZone': {
    ref: (context, name) => id('z')(context, name).toUpperCase(),
    attributes: {
      Id: (context, name) => id('z')(context, name).toUpperCase(),
      NameServers: () => ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'],
    },
  },
  'AWS::ECR::Repository': {
    name: 'RepositoryName',
    attributes: {
      Arn: arnOf('ecr', 'repository/'),
      RepositoryUri: ({ environment }, name) =>
        `${environment.accountId}.dkr.ecr.${environment.region}.${suffixOf(environment)}/${name.toLowerCase()}`,
    },
  },
};

/** A name as the type has it: the property that names it, else a generated one. Buckets are written small. */
export function madeUpName(type: string, context: ResourceContext): string {
  const { name: property } = MADE_UP_TYPES[type] ?? {};
  const properties = property === undefined ? [`${type.split('::').at(-1)}Name`, 'Name'] : [property];
  const given = properties.map((own) => text(context.property(own))).find((own) => own !== undefined);
  if (given !== undefined) return given;
  const generated = generatedName(context, 63);
  return type === 'AWS::S3::Bucket' ? generated.toLowerCase() : generated;
}

function queueUrl({ environment }: ResourceContext, name: string): string {
  return `https://sqs.${environment.region}.${suffixOf(environment)}/${environment.accountId}/${name}`;
}

function distributionHost(context: ResourceContext, name: string): string {
  return `${id('d', 13)(context, name)}.cloudfront.net`;
}

function distributionId(context: ResourceContext, name: string): string {
  return id('e', 13)(context, name).toUpperCase();
}

function suffixOf({ region }: ResourceContext['environment']): string {
  return partitionOf(region).urlSuffix;
}
