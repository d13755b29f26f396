import { type PolicyDocument, parsePolicyDocument } from './policy-document.js';

/**
 * The session policy that an identity pool puts on guests' credentials in the enhanced flow: whatever the role allows,
 * a guest reaches only these services. Left out are those whose actions nothing here could call.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html#access-policies
 */
export function guestSessionPolicy(): PolicyDocument {
  return parsePolicyDocument('session policy for guests', {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ServicesForGuests',
        Effect: 'Allow',
        Action: [
          'appsync:*',
          'cloudwatch:*',
          'cognito-identity:*',
          'cognito-idp:*',
          'cognito-sync:*',
          'dynamodb:*',
          'execute-api:*',
          'firehose:*',
          'iot:*',
          'kinesis:*',
          'lambda:*',
          'logs:*',
          'mobiletargeting:*',
          's3:*',
          'ses:*',
          'sns:*',
          'sqs:*',
        ],
        // As AWS has it: the session policy narrows services, the role narrows resources.
        Resource: '*',
      },
    ],
  });
}
