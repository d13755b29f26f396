import { holdSids } from '../iam/role-limits.js';
import { beyond, documentSize, holdLimits, text } from '../template/limits.js';
import type { StackResources } from '../template/stack-resources.js';

const CREATE_POLICY = 'https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html';

/** `AWS::IoT::Policy`. */
const policyLimits = { PolicyName: text(/[\w+=,.@-]+/, 128, CREATE_POLICY) };

/** Characters of an IoT policy's document, white space not counted. */
export const LONGEST_DOCUMENT = 2048;
const documentLimit = {
  allowed: `${LONGEST_DOCUMENT.toLocaleString('en')} characters without white space at most`,
  page: CREATE_POLICY,
};

/** @throws DeploymentError for an IoT policy that IoT Core would not take */
export function holdIotLimits(resources: StackResources): void {
  for (const { logicalId, property } of resources.ofType('AWS::IoT::Policy')) {
    const where = `${logicalId} (AWS::IoT::Policy)`;
    holdLimits(where, policyLimits, property);
    const document = property('PolicyDocument');
    // What IoT Core takes for a Sid is not documented: the stricter reading is IAM's.
    holdSids(document, where);
    const size = documentSize(document);
    if (size > LONGEST_DOCUMENT) throw beyond('The size', size, where, documentLimit);
  }
}
