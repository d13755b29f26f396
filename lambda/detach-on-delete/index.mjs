import {
  DetachPolicyCommand,
  IoTClient,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-iot';

/**
 * A custom resource that, before its IoT policy is deleted, detaches the policy from everything: IoT refuses to delete
 * one that is attached. It runs as it stands, since Lambda's Node.js runtimes bring the AWS SDK.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-delete.html
 */
export const handler = createHandler({
  iot: new IoTClient({ maxAttempts: 10, retryMode: 'standard' }),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  // CloudFormation signed the URL without a content type.
  respond: (url, body) => fetch(url, { method: 'PUT', headers: { 'content-type': '' }, body }),
});

/** https://docs.aws.amazon.com/iot/latest/apireference/API_DetachPolicy.html: "up to five minutes". */
const untilDeletable = 5 * 60_000;

/** A policy by another name is another resource: CloudFormation then has the former one detached. */
function physicalId({ RequestType, PhysicalResourceId, ResourceProperties }) {
  return RequestType === 'Delete' ? PhysicalResourceId : ResourceProperties.PolicyName;
}

/** Always answers CloudFormation, which would otherwise wait until its own time-out. */
export function createHandler({ iot, wait, respond }) {
  return async (event, context) => {
    const outcome = await handle(event, context).catch(({ name, message }) => ({
      Status: 'FAILED',
      Reason: `${name}: ${message}`,
    }));
    console.log(JSON.stringify({ requestType: event.RequestType, ...outcome }));
    const { StackId, RequestId, LogicalResourceId } = event;
    const answer = { ...outcome, StackId, RequestId, LogicalResourceId, PhysicalResourceId: physicalId(event) };
    await respond(event.ResponseURL, JSON.stringify(answer));
  };

  async function handle({ RequestType, ResourceProperties: { PolicyName, PolicyArn } }, context) {
    if (RequestType !== 'Delete' || !(await isToBeDeleted(PolicyArn))) return { Status: 'SUCCESS' };
    const detached = await detachAll(PolicyName, () => context.getRemainingTimeInMillis() > untilDeletable + 30_000);
    if (detached > 0) await wait(untilDeletable);
    return { Status: 'SUCCESS', Reason: `detached the policy from ${detached} identities` };
  }

  /** Not where the policy is only no longer to be deleted with its stack: its tag is gone by the time we are called. */
  async function isToBeDeleted(resourceArn) {
    try {
      const { tags = [] } = await iot.send(new ListTagsForResourceCommand({ resourceArn }));
      return tags.some(({ Key, Value }) => Key === 'detach-on-delete' && Value === 'true');
    } catch (error) {
      if (error.name === 'ResourceNotFoundException') return false;
      throw error;
    }
  }

  /** Lists again until nothing new shows up: somebody may have been attached in between. */
  async function detachAll(policyName, hasTime) {
    const done = new Set();
    while (true) {
      const left = (await listTargets(policyName)).filter((target) => !done.has(target));
      if (left.length === 0) return done.size;
      for (const target of left) {
        if (!hasTime()) throw new Error(`detached ${done.size} identities, more are left; delete the stack again`);
        await detach(policyName, target);
        done.add(target);
      }
    }
  }

  async function listTargets(policyName) {
    const all = [];
    let marker;
    do {
      const page = await iot.send(new ListTargetsForPolicyCommand({ policyName, marker, pageSize: 250 }));
      all.push(...(page.targets ?? []));
      marker = page.nextMarker;
    } while (marker);
    return all;
  }

  /** Cognito identities are listed as `<account>:<region>:<guid>`, but are detached by their identity ID. */
  async function detach(policyName, listed) {
    const target = listed.replace(/^\d{12}:/, '');
    try {
      await iot.send(new DetachPolicyCommand({ policyName, target }));
    } catch (error) {
      const otherForm = ['ResourceNotFoundException', 'InvalidRequestException'].includes(error.name);
      if (!otherForm || target === listed) throw error;
      await iot.send(new DetachPolicyCommand({ policyName, target: listed }));
    }
  }
}
