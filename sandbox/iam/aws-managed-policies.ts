const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * Documents of the AWS managed policies that apps like these give their roles, by path and name, as AWS publishes them: a
 * managed policy cannot name one account's resources, so most of them are on `*`.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const documents = new Map<string, object>([
  ['AdministratorAccess', allowing(['*'])],
  [
    'PowerUserAccess',
    document(
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow([
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ]),
    ),
  ],
  ['AWSIoTFullAccess', allowing(['iot:*', 'iotjobsdata:*'])],
  [
    'AWSIoTDataAccess',
    allowing([
      'iot:Connect',
      'iot:Publish',
      'iot:Subscribe',
      'iot:Receive',
      'iot:GetThingShadow',
      'iot:UpdateThingShadow',
      'iot:DeleteThingShadow',
      'iot:ListNamedShadowsForThing',
    ]),
  ],
  ['AmazonS3FullAccess', allowing(['s3:*', 's3-object-lambda:*'])],
  [
    'AmazonS3ReadOnlyAccess',
    allowing(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']),
  ],
  [
    'AWSXRayDaemonWriteAccess',
    allowing([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ]),
  ],
  [
    'CloudWatchLambdaInsightsExecutionRolePolicy',
    document(
      allow(['logs:CreateLogGroup']),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*'),
    ),
  ],
  ['service-role/AWSLambdaBasicExecutionRole', allowing(LOGS)],
  [
    'service-role/AWSLambdaVPCAccessExecutionRole',
    allowing([
      ...LOGS,
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ]),
  ],
  [
    'service-role/AWSLambdaDynamoDBExecutionRole',
    allowing([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...LOGS,
    ]),
  ],
  [
    'service-role/AWSLambdaSQSQueueExecutionRole',
    allowing(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS]),
  ],
  [
    'service-role/AWSLambdaKinesisExecutionRole',
    allowing([
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
      'kinesis:SubscribeToShard',
      ...LOGS,
    ]),
  ],
  [
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    allowing([
      ...LOGS,
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ]),
  ],
  [
    'service-role/AWSIoTLogging',
    allowing([...LOGS, 'logs:PutMetricFilter', 'logs:PutRetentionPolicy', 'logs:GetLogEvents', 'logs:DeleteLogStream']),
  ],
]);

/** What AWS says in the managed policy of this ARN, in whichever partition; undefined if it is none of those above. */
export function awsManagedPolicy(arn: string): unknown {
  const [, name = ''] = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  return documents.get(name);
}

function allowing(actions: readonly string[]): object {
  return document(allow(actions));
}

function allow(Action: readonly string[], Resource = '*'): object {
  return { Effect: 'Allow', Action, Resource };
}

function document(...Statement: readonly object[]): object {
  return { Version: '2012-10-17', Statement };
}
