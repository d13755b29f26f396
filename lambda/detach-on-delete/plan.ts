import { NOT_FOUND, nameOf } from '../../operations/aws-faults.js';
import { CHANGES_PER_SECOND, type IotPolicies } from '../../operations/iot-policies.js';
import { withinTime } from '../../operations/within-time.js';
import { TeardownError } from './faults.js';

/** A request of CloudFormation as the provider framework hands it on, as far as it is read. */
export interface LifecycleRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** Name of the policy that the resource stood for so far; none on Create. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: PolicyProperties;
  /** On Update. */
  readonly OldResourceProperties?: PolicyProperties;
}

interface PolicyProperties {
  readonly PolicyName: string;
  readonly PolicyArn: string;
}

/** What is to be done, which the framework hands to each call of `isComplete`: plain JSON. */
export type Plan =
  | { readonly kind: 'nothing' }
  /** `listed` is undefined where AWS did not answer in time. */
  | { readonly kind: 'detach'; readonly policyName: string; readonly policyArn: string; readonly listed?: number }
  | { readonly kind: 'move'; readonly from: string; readonly to: string; readonly listed?: number };

/** Milliseconds that AWS may take after a detach until the policy can be deleted, by its page on DetachPolicy. */
export const UNTIL_DELETABLE = 5 * 60_000;
/** Milliseconds after which we give up, and say why: CloudFormation gives up without a reason after an hour. */
export const LONGEST = 57 * 60_000;

/** Targets that can be reached in that time at our pace, while a tenth of it goes into listing and between two calls. */
const MOST_TARGETS = 1000 * Math.floor(((LONGEST - UNTIL_DELETABLE) * CHANGES_PER_SECOND * 0.9) / 1_000_000);

/**
 * Requests are planned once; the work follows in `isComplete`, which is called as often as it takes.
 *
 * @throws TeardownError where the hour is too short, before anything is done; OutOfTime where AWS lists too slowly
 */
export async function planFor(request: LifecycleRequest, policies: IotPolicies, isOver: () => boolean): Promise<Plan> {
  const plan = planUncounted(request);
  if (plan.kind === 'nothing') return plan;
  if (plan.kind === 'move') {
    const listed = await count(policies.targets(plan.from), isOver);
    if (listed > MOST_TARGETS) throw tooManyToMove(plan.from, plan.to);
    return { ...plan, listed };
  }
  if (!(await isToBeDetached(policies, plan.policyName, plan.policyArn))) return { kind: 'nothing' };
  const listed = await count(policies.targets(plan.policyName), isOver);
  if (listed > MOST_TARGETS) throw tooManyToDetach(request, plan.policyName);
  return { ...plan, listed };
}

/** The plan by the request alone. */
export function planUncounted(request: LifecycleRequest): Plan {
  const { RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties } = request;
  if (RequestType === 'Create' || PhysicalResourceId === undefined) return { kind: 'nothing' };
  if (RequestType === 'Update') {
    const { PolicyName: to } = ResourceProperties;
    // Which of the two an update that is rolled back names is not documented.
    const from = [PhysicalResourceId, OldResourceProperties?.PolicyName].find((name) => name && name !== to);
    return from === undefined ? { kind: 'nothing' } : { kind: 'move', from, to };
  }
  // Not the name in the properties: should those be the new policy's after a replacement, everybody would lose it.
  const policyArn = ResourceProperties.PolicyArn.replace(/policy\/.*$/, `policy/${PhysicalResourceId}`);
  return { kind: 'detach', policyName: PhysicalResourceId, policyArn };
}

/**
 * Not where the policy is only no longer to be deleted with its stack: the same update took the tag from it, before
 * CloudFormation cleans up and calls us.
 *
 * @throws TeardownError where the policy is there and its tags cannot be found: then nobody knows
 */
export async function isToBeDetached(policies: IotPolicies, policyName: string, policyArn: string): Promise<boolean> {
  try {
    return await policies.isTagged(policyArn);
  } catch (error) {
    if (nameOf(error) !== NOT_FOUND) throw error;
    if (!(await policies.exists(policyName))) return false;
    throw new TeardownError(
      `AWS IoT has a policy ${policyName} but finds nothing at ${policyArn}, so whether it is to be detached cannot ` +
        'be told. Nothing was detached. Delete the stack again.',
    );
  }
}

/** Stops as soon as there are too many. */
async function count(pages: AsyncIterable<readonly string[]>, isOver: () => boolean): Promise<number> {
  let listed = 0;
  for await (const page of withinTime(pages, isOver)) {
    listed += page.length;
    if (listed > MOST_TARGETS) break;
  }
  return listed;
}

function tooManyToDetach({ StackId, LogicalResourceId }: LifecycleRequest, policyName: string): TeardownError {
  const stack = StackId.split('/')[1] ?? StackId;
  return new TeardownError(
    `IoT policy ${policyName} is attached to more than ${MOST_TARGETS} identities: more than AWS lets us detach in the ` +
      'hour that CloudFormation waits (15 a second for the whole account). Nothing was detached. Run ' +
      `"npx cognito-iot detach-all --stack ${stack}", which goes on as long as it takes, then delete the stack again. ` +
      `Or delete it without the policy: "aws cloudformation delete-stack --stack-name ${stack} --retain-resources ` +
      `${LogicalResourceId} <logical ID of the AWS::IoT::Policy>".`,
  );
}

function tooManyToMove(from: string, to: string): TeardownError {
  return new TeardownError(
    `IoT policy ${from} is attached to more than ${MOST_TARGETS} identities: more than AWS lets us attach to ${to} in ` +
      'the hour that CloudFormation waits (15 a second for the whole account). Nobody was moved. Keep the name of the ' +
      'policy: its document can be changed without a new name.',
  );
}
