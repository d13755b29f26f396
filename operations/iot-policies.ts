import {
  DetachPolicyCommand,
  type IoTClient,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-iot';
import { NOT_FOUND, nameOf } from './aws-faults.js';
import { createPace } from './pace.js';
import { sendAttach } from './send-attach.js';
import type { Time } from './time.js';

/** What is asked of AWS IoT. Its errors are thrown as they are. */
export interface IotPolicies {
  /** Whether the policy carries the tag of those to be detached before they are deleted. */
  isTagged(policyArn: string): Promise<boolean>;
  /** Page by page, as AWS lists them now: its lists are eventually consistent. None for a policy that is not there. */
  targets(policyName: string): AsyncIterable<readonly string[]>;
  exists(policyName: string): Promise<boolean>;
  /**
   * By the identity ID or as listed: which of the two DetachPolicy takes is not documented, nor that it refuses the
   * other. Hence both where IoT refuses one, and the other one first in the next round, where it is listed still.
   *
   * @param round counts from 0
   */
  detach(policyName: string, listed: string, round: number): Promise<void>;
  /** Attaching twice is harmless. */
  attach(policyName: string, listed: string): Promise<void>;
}

/**
 * Calls a second of each operation: a little less than AWS's defaults of 15 and 10, which all of the account shares.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html
 */
export const CHANGES_PER_SECOND = 14;
const LISTS_PER_SECOND = 9;
/** The most that AWS gives. */
const PAGE_SIZE = 250;

/** @param changesPerSecond of attaching and detaching together */
export function createIotPolicies(
  iot: Pick<IoTClient, 'send'>,
  time: Time,
  changesPerSecond = CHANGES_PER_SECOND,
): IotPolicies {
  const changing = createPace(time, changesPerSecond);
  const listing = createPace(time, LISTS_PER_SECOND);

  async function* pages(policyName: string): AsyncGenerator<readonly string[]> {
    let marker: string | undefined;
    do {
      await listing();
      const page = await iot.send(new ListTargetsForPolicyCommand({ policyName, marker, pageSize: PAGE_SIZE }));
      yield page.targets ?? [];
      marker = page.nextMarker;
    } while (marker);
  }

  return {
    async isTagged(resourceArn) {
      const { tags = [] } = await iot.send(new ListTagsForResourceCommand({ resourceArn }));
      return tags.some(({ Key, Value }) => Key === 'detach-on-delete' && Value === 'true');
    },
    async *targets(policyName) {
      try {
        yield* pages(policyName);
      } catch (error) {
        if (nameOf(error) !== NOT_FOUND) throw error;
      }
    },
    async exists(policyName) {
      try {
        await pages(policyName).next();
        return true;
      } catch (error) {
        if (nameOf(error) === NOT_FOUND) return false;
        throw error;
      }
    },
    async detach(policyName, listed, round) {
      const forms = [...new Set([identityId(listed), listed])];
      const [first = listed, second] = round % 2 === 0 ? forms : forms.reverse();
      const send = async (target: string) => {
        await changing();
        await iot.send(new DetachPolicyCommand({ policyName, target }));
      };
      await send(first).catch(async (error: unknown) => {
        const maybeTheForm = ['InvalidRequestException', NOT_FOUND].includes(nameOf(error));
        if (!maybeTheForm || second === undefined) throw error;
        await send(second);
      });
    },
    async attach(policyName, listed) {
      await changing();
      await sendAttach(iot, policyName, identityId(listed));
    },
  };
}

/** Cognito identities are listed as `<account>:<region>:<guid>`; the ID alone is what was attached. */
export function identityId(listed: string): string {
  return listed.replace(/^\d{12}:/, '');
}
