import { AwsError } from '../base/errors.js';
import type { RefuseFields } from '../service/api.js';

/** Those that every service of AWS has are of its framework; the others of DynamoDB's model. */
export function dynamodbErrorNamespace(code: string): string {
  if (code === 'ValidationException') return 'com.amazon.coral.validate';
  if (code === 'ThrottlingException') return 'com.amazon.coral.availability';
  return OF_THE_FRAMEWORK.includes(code) ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810';
}

const OF_THE_FRAMEWORK = [
  'AccessDeniedException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
];

/** For the few fields whose shape is not left to dynalite. */
export const refuseFields: RefuseFields = (_operation, issues) => {
  const [issue] = issues;
  if (issue?.code !== 'invalid_value') return new AwsError('SerializationException', 'Unexpected field type');
  const [name = ''] = issue.path.map(String);
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const allowed = `Member must satisfy enum value set: [${issue.values.join(', ')}]`;
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${allowed}`;
  return new AwsError('ValidationException', message);
};

/** What dynalite throws and hands on, as it would answer it; anything else as it is. */
export function fromDynalite(error: unknown): unknown {
  const { statusCode, body } = error as Partial<{
    statusCode: number;
    body: { readonly __type: string; readonly message?: string; readonly Message?: string };
  }>;
  if (statusCode === undefined || body === undefined) return error;
  const code = body.__type.slice(body.__type.indexOf('#') + 1);
  return new AwsError(code, body.message ?? body.Message ?? '', statusCode);
}
