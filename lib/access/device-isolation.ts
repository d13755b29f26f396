import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import type { Problem } from '../settings-error.js';
import { anyShadowTopic, forAnyDevice } from './device-role.js';
import { mayOverlap } from './pattern-overlap.js';
import type { PlacedAccess } from './shared-policy.js';
import { topicGrants } from './topic-grants.js';

/**
 * Why devices could be reached without a grant: every pattern of any other access, guests' too, that may cover topics
 * or shadows of devices. Whoever has such a pattern would need no grant; and since the shared IoT policy has it, and
 * every role has any device, so would everybody else. None means that devices are reached by a grant alone.
 */
export function deviceIsolationProblems(devices: CompleteDeviceAccess, others: readonly PlacedAccess[]): Problem[] {
  const taken = takenBy(devices);
  const problems = others.flatMap((other) =>
    topicGrants(other.access)
      .filter(({ resource }) => resource === 'topic' || resource === 'topicfilter')
      .flatMap(({ resource, pattern, field, index }) => {
        const given = other.access[field][index] ?? '';
        const where = `${other.where}.${field}[${index}]`;
        const what = given.includes('{thing}')
          ? anyThing
          : whatOverlaps(resource === 'topicfilter' ? anyTopicOf(pattern) : pattern, taken);
        return what ? [{ where, what: `given ${JSON.stringify(given)}: ${what}` }] : [];
      }),
  );
  // A shadow is several topics, and a group without an access has that of all; each has its problem once.
  return [...new Map(problems.map((problem) => [problem.where + problem.what, problem])).values()];
}

/**
 * The role has `*` in the thing's place, over levels; beside it a user's own policy for the device B, which is short and
 * covers `…/devices/B/…` with anything before, would open `things/another/devices/B/x`.
 */
const anyThing =
  '{thing} cannot be used with devices, but for client IDs: the role has any text in its place, which the policies of ' +
  'granted devices do not hold to; write {identity}, or grant the thing as a device';

interface Taken {
  readonly where: string;
  readonly given: string;
  readonly pattern: string;
}

function takenBy(devices: CompleteDeviceAccess): Taken[] {
  const topics = (['publish', 'subscribe', 'receive', 'retain'] as const).flatMap((field) =>
    devices[field].map((given, index) => ({
      where: `devices.${field}[${index}]`,
      given: JSON.stringify(given),
      pattern: forAnyDevice(given),
    })),
  );
  const shadows = { where: 'devices.shadow', given: 'the shadows', pattern: anyShadowTopic };
  return devices.shadow.length > 0 ? [...topics, shadows] : topics;
}

function whatOverlaps(pattern: string, taken: readonly Taken[]): string | undefined {
  const one = taken.find((device) => mayOverlap(pattern, device.pattern));
  return (
    one &&
    `may cover the same as ${one.given} of ${one.where}, which nobody reaches without a grant; begin the two with ` +
      'different fixed text, or leave this out and grant each device, or all, to whom it is for'
  );
}

/** A filter that stands in a pattern as text covers topics when it is subscribed to. */
function anyTopicOf(filter: string): string {
  return filter.replace(/[+#]/g, '*');
}
