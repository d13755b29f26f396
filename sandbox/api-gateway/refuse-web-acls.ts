import { UnsupportedError } from '../base/errors.js';
import type { StackResources } from '../template/stack-resources.js';

export const WEB_ACL_ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

/** What a web ACL can stand before, of what is emulated. */
const PROTECTED = /^arn:[\w-]+:(apigateway|cognito-idp|cognito-identity):/;

/**
 * A web ACL can refuse what the sandbox, without it, would let through.
 *
 * @param without logical IDs, or the type, of what somebody has left out knowingly
 * @throws UnsupportedError naming the association, what it protects and how to leave it out
 */
export function refuseWebAcls(resources: StackResources, without: readonly string[]): void {
  if (without.includes(WEB_ACL_ASSOCIATION)) return;
  for (const { logicalId, property } of resources.ofType(WEB_ACL_ASSOCIATION)) {
    const protects = String(property('ResourceArn'));
    if (!PROTECTED.test(protects) || without.includes(logicalId)) continue;
    const how = `to boot without it, and so without its refusals, say --without ${logicalId} (without of startSandbox)`;
    throw new UnsupportedError(`${WEB_ACL_ASSOCIATION} ${logicalId}, which stands before ${protects} (${how})`);
  }
}
