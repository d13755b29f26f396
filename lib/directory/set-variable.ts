import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** Sets a variable of the environment where the grantee is a function of this app; a role, or an imported function, is
 * told in another way. */
export function setVariable(grantee: IGrantable, name: string, value: string): void {
  // Asked for by name: the app's CDK may be another copy of it, whose class is not the same.
  const { addEnvironment } = grantee as Partial<LambdaFunction>;
  if (typeof addEnvironment === 'function') addEnvironment.call(grantee, name, value);
}
