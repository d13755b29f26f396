/**
 * Prefixes of the actions that the sandbox asks policies about, in lower case. Of any other service there is nothing to
 * be called here, so that a statement about it decides nothing.
 */
const JUDGED = [
  'apigateway',
  'cloudformation',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'execute-api',
  'iam',
  'iot',
  'lambda',
  'logs',
  'sts',
];

/** Whether one of these actions, as a policy writes them, may be asked about. */
export function isJudged(actions: readonly string[]): boolean {
  return actions.some((action) => {
    const [service = ''] = action.toLowerCase().split(':');
    // A wildcard stands for every service.
    return /[*?]/.test(service) || JUDGED.includes(service);
  });
}
