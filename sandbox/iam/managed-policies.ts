import { UnsupportedError } from '../base/errors.js';

/**
 * The AWS managed policies that roles may carry.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const documents: Readonly<Record<string, unknown>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      // As AWS publishes it: a managed policy cannot name one function's log group.
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ],
  },
  'arn:aws:iam::aws:policy/service-role/AWSIoTLogging': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'logs:PutMetricFilter',
          'logs:PutRetentionPolicy',
          'logs:GetLogEvents',
          'logs:DeleteLogStream',
        ],
        Resource: ['*'],
      },
    ],
  },
};

/** The document of an AWS managed policy. @throws UnsupportedError naming one that is not known here */
export function managedPolicy(arn: string): unknown {
  const document = documents[arn];
  if (document === undefined) throw new UnsupportedError(`the managed policy ${arn}`);
  return document;
}
