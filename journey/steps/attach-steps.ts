import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { expectAttached } from '../expect-attached.js';
import { isAttached } from '../is-attached.js';
import { nobodysIdentity, signInSomebody } from '../make-somebody.js';
import { JourneyError } from '../refusal.js';
import { type JourneyStep, known } from '../traveller.js';

export const ATTACH_STEP: JourneyStep = {
  name: 'attach',
  needs: ['identity'],
  async run(traveller) {
    const { target, user } = traveller;
    const { identityId, credentials } = known(user, 'user');
    if (target.givenUser !== undefined && !(await isAttached(target, known(user, 'user'))))
      target.making?.({ kind: 'attachment', identityId });
    const answer = await callAttachPolicy(target, { method: 'POST', credentials });
    traveller.attachedAt = performance.now();
    expectOwn(answer.identityId, identityId);
    traveller.access = answer.connection;
    return { ...answer };
  },
};

export const ATTACHED_STEPS: readonly JourneyStep[] = [
  {
    name: 'attach-again',
    needs: ['attach'],
    async run({ target, user }) {
      const { identityId, credentials } = known(user, 'user');
      const answer = await callAttachPolicy(target, { method: 'POST', credentials });
      expectOwn(answer.identityId, identityId);
      return { policies: await expectAttached(target, identityId, answer.policyName) };
    },
  },
  {
    name: 'spoof-ignored',
    needs: ['attach'],
    async run(traveller) {
      const { target, user } = traveller;
      const { identityId, credentials } = known(user, 'user');
      const other = target.givenUser === undefined ? await signInSomebody(target) : nobodysIdentity(target);
      traveller.other = other;
      const claim = { identityId: other.identityId, cognitoIdentityId: other.identityId, target: other.identityId };
      const answer = await callAttachPolicy(target, {
        method: 'POST',
        credentials,
        query: claim,
        headers: {
          'content-type': 'application/json',
          'cognito-identity-id': other.identityId,
          'x-amzn-cognito-identity-id': other.identityId,
          'x-forwarded-user': other.identityId,
        },
        body: JSON.stringify({ ...claim, policyName: 'Another', requestContext: { identity: claim } }),
      });
      expectOwn(answer.identityId, identityId);
      const own = await expectAttached(target, identityId, answer.policyName);
      const foreign = await target.attachedPolicies(other.identityId);
      if (foreign.length > 0)
        throw new JourneyError('Spoofed', `${other.identityId} was attached: ${foreign.join(', ')}`);
      if (own.length !== 1 && target.givenUser === undefined)
        throw new JourneyError('NotAttached', `${identityId} has ${own.length} policies, not 1.`);
      return { named: other.identityId, attached: answer.identityId };
    },
  },
];

function expectOwn(actual: string, own: string): void {
  if (actual !== own)
    throw new JourneyError('WrongIdentity', `The answer is about ${actual}, not the caller's ${own}.`);
}
