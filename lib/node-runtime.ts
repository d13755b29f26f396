import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';

/** Lambda's Node 24, by its name: `Runtime.NODEJS_24_X` is in the newer versions of the CDK only. */
export function nodeRuntime(): Runtime {
  return new Runtime('nodejs24.x', RuntimeFamily.NODEJS, { supportsInlineCode: true });
}
