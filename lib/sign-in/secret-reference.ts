import { SecretValue } from 'aws-cdk-lib';
import { defined } from '../defined.js';

/**
 * Where a secret is: the name or ARN of a secret in AWS Secrets Manager, or `<name or ARN>#<key>` for one key of a secret
 * that holds a JSON object. The secret itself never stands in settings, code or template.
 */
export type SecretReference = string;

const parts = /^(arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+|[\w/+=.@-]+)(?:#([\w.@-]+))?$/;

export const allowedSecret =
  'the name or ARN of a secret in AWS Secrets Manager, with #key where it holds a JSON object; never the secret itself';

export function isSecretReference(text: string): boolean {
  return parts.test(text);
}

/**
 * A dynamic reference, which CloudFormation resolves while it deploys and shows to nobody.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function secretValue(reference: SecretReference): SecretValue {
  const [, id, jsonField] = parts.exec(reference) ?? [];
  if (id === undefined) throw new Error(`a secret was given in a wrong form; allowed: ${allowedSecret}`);
  return SecretValue.secretsManager(id, defined({ jsonField }));
}
