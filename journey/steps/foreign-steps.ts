import { randomUUID } from 'node:crypto';
import { BROKER_REFUSALS, expectPolicyRefusal, type Refusal } from '../refusal.js';
import { PUBLISHING, refusedEach, SUBSCRIBING } from '../refused-each.js';
import { covers, filterOf, topicOf, usable } from '../topic-patterns.js';
import { type JourneyStep, known, type Traveller } from '../traveller.js';
import { connectAs, connectOnceMore } from '../traveller-connections.js';

/** What the user was not told: topics and client IDs of another, those of everybody, and any that nobody named. */
export const FOREIGN_STEPS: readonly JourneyStep[] = [
  {
    name: 'subscribe-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    run: (traveller) => {
      const { subscribe: own } = topicsOf(traveller);
      const filters = [...asIfOther(traveller, own).map(filterOf), `${nobodys()}/#`];
      return refusedEach(traveller, SUBSCRIBING, notCovered(filters, own));
    },
  },
  {
    name: 'subscribe-wildcard-refused',
    needs: ['connect'],
    run: (traveller) => {
      const { subscribe: own } = topicsOf(traveller);
      const { identityId } = known(traveller.user, 'user');
      const everybodys = ofUser(own, identityId).map((pattern) => topicOf(pattern.replaceAll(identityId, '+')));
      return refusedEach(traveller, SUBSCRIBING, notCovered(['#', ...everybodys], own));
    },
  },
  {
    name: 'publish-foreign-refused',
    needs: ['connect', 'spoof-ignored'],
    run: (traveller) => {
      const { publish: own } = topicsOf(traveller);
      const topics = [...asIfOther(traveller, own).map(topicOf), `${nobodys()}/x`];
      return refusedEach(traveller, PUBLISHING, notCovered(topics, own));
    },
  },
  {
    name: 'foreign-client-id-refused',
    needs: ['connect', 'spoof-ignored'],
    async run(traveller) {
      const { target, user, other, access } = traveller;
      const { identityId } = known(user, 'user');
      const { clientId } = known(access, 'access');
      const foreign = clientId.replaceAll(identityId, known(other, 'other user').identityId);
      let refusal: Refusal | undefined;
      for (const id of [foreign, `${foreign}-tab`]) {
        refusal = await expectPolicyRefusal(target, {
          what: `Connecting as ${id}`,
          run: () => connectAs(traveller, id),
          names: BROKER_REFUSALS,
          allowed: () => connectOnceMore(traveller),
        });
      }
      return { ...refusal, clientIds: [foreign, `${foreign}-tab`] };
    },
  },
];

/** What the access covers is no foreign thing. */
function notCovered(names: readonly string[], own: readonly string[]): string[] {
  return names.filter((name) => !covers(own, name));
}

function topicsOf({ access }: Traveller) {
  const { publish, subscribe } = known(access, 'access').topics;
  return { publish: usable(publish), subscribe: usable(subscribe) };
}

function ofUser(patterns: readonly string[], identityId: string): string[] {
  return patterns.filter((pattern) => pattern.includes(identityId));
}

/** The user's own patterns with the other's identity ID in them. */
function asIfOther({ user, other }: Traveller, patterns: readonly string[]): string[] {
  const [own, foreign] = [known(user, 'user').identityId, known(other, 'other user').identityId];
  return ofUser(patterns, own).map((pattern) => pattern.replaceAll(own, foreign));
}

function nobodys(): string {
  return `nobody-${randomUUID().slice(0, 8)}`;
}
