import { z } from 'zod';
import { AwsError, DeploymentError } from '../../base/errors.js';
import { parsePolicyDocument } from '../../iam/policy-document.js';
import { holdSids } from '../../iam/role-limits.js';
import { LONGEST_DOCUMENT } from '../iot-limits.js';

/** One may stand without brackets; read as a list, so that what is wrong is said of it. */
const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(item).min(1));
const actions = listOf(z.string().regex(/^(\*|[\w-]+:[\w*?]+)$/, 'is no action'));
const resources = listOf(z.string().regex(/^(\*|arn(:[^:]*){4}:.+)$/s, 'is neither * nor an ARN'));

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: actions.optional(),
    NotAction: actions.optional(),
    Resource: resources.optional(),
    NotResource: resources.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  })
  .refine((given) => (given.Action === undefined) !== (given.NotAction === undefined), 'needs one of Action, NotAction')
  .refine(
    (given) => (given.Resource === undefined) !== (given.NotResource === undefined),
    'needs one of Resource, NotResource',
  );

/** What AWS IoT would not take; what it would and the sandbox cannot judge is refused while it is parsed. */
const grammar = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']),
  Id: z.string().optional(),
  Statement: listOf(statement),
});

/**
 * Refuses the text of a document that comes at run time; one in the template is held to `iot-limits.ts`.
 *
 * @throws AwsError as `iot:CreatePolicy` documents them; UnsupportedError for what the sandbox cannot judge
 */
export function checkPolicyText(policyName: string, text: string): void {
  const size = text.replaceAll(/\s/g, '').length;
  if (size === 0 || size > LONGEST_DOCUMENT) {
    const message = `Policy document has ${size} characters without white space; 1 to ${LONGEST_DOCUMENT} are allowed`;
    throw new AwsError('InvalidRequestException', message, 400);
  }
  const document = jsonOf(text);
  const read = grammar.safeParse(document);
  if (!read.success) throw malformed(z.prettifyError(read.error));
  try {
    // The stricter reading, as for the template.
    holdSids(document, `policy ${policyName}`);
  } catch (error) {
    if (error instanceof DeploymentError) throw malformed(error.message);
    throw error;
  }
  parsePolicyDocument(`IoT policy ${policyName}`, document);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

function malformed(why: string): AwsError {
  return new AwsError('MalformedPolicyException', `Policy document is Malformed: ${why}`, 400);
}
