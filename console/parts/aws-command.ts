/** What to type to see the same with the AWS CLI, as the operator whose credentials are at `/_sandbox/operator`. */
export function awsCommand(region: string, words: string): string {
  return `AWS_ENDPOINT_URL=${location.origin} AWS_REGION=${region} aws ${words}`;
}
