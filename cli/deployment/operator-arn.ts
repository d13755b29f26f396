import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Deployment } from './deployment.js';

/** Who runs the command, for the audit: everybody may ask that. */
export async function operatorArn({ clientConfig }: Pick<Deployment, 'clientConfig'>): Promise<string> {
  const { Arn = 'unknown' } = await new STSClient(clientConfig).send(new GetCallerIdentityCommand({}));
  return Arn;
}
