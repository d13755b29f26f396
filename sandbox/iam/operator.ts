import { partitionOf } from '../template/partition.js';
import type { CredentialStore, Credentials } from './credentials.js';
import { parsePolicyDocument } from './policy-document.js';

/**
 * Credentials of whoever operates the account, as a developer has them on AWS: they are in no template.
 * They may do everything, which is why they are given to this machine's own processes only.
 */
export function issueOperatorCredentials(
  store: CredentialStore,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): Credentials {
  const document = parsePolicyDocument('policy AdministratorAccess of role Operator', {
    Version: '2012-10-17',
    // An operator's own rights, as AWS's AdministratorAccess grants them; no user of the app has them.
    Statement: [{ Sid: 'AdministratorAccess', Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const partition = partitionOf(region).name;
  const principal = {
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/Operator/sandbox`,
    roleArn: `arn:${partition}:iam::${accountId}:role/Operator`,
    userId: 'AROAOPERATORSANDBOX00:sandbox',
    documents: [document],
  };
  return store.issueTo('operator', principal, 10 * 365 * 24 * 3600);
}
