import { DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import {
  AttachPolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  GetEffectivePoliciesCommand,
  ListAttachedPoliciesCommand,
  ListPolicyPrincipalsCommand,
  ListTargetsForPolicyCommand,
  TestAuthorizationCommand,
} from '@aws-sdk/client-iot';
import { type Answer, NotAsked } from '../answer.js';
import { outcome } from '../asking.js';
import { EVERYTHING, NOTHING } from '../policy-documents.js';
import { IOT_API, type Question } from '../question.js';

/** Who has which IoT policy, by AWS IoT's own operations. */
export const ATTACHMENT_QUESTIONS: readonly Question[] = [
  {
    id: 'attach-twice',
    title: 'Is attaching a policy that is attached already an error?',
    documented: {
      says: 'ResourceAlreadyExistsException is not among the errors of AttachPolicy; samples catch it all the same.',
      url: `${IOT_API}API_AttachPolicy.html`,
    },
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId: target } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, target);
      return outcome(clients.iotOnce.send(new AttachPolicyCommand({ policyName, target })));
    },
  },
  {
    id: 'detach-unattached',
    title: 'Is detaching a policy that is not attached an error?',
    documented: {
      says: 'ResourceNotFoundException is not among the errors of DetachPolicy.',
      url: `${IOT_API}API_DetachPolicy.html`,
    },
    creates: 'a user, her identity and a policy',
    async run({ make, clients }) {
      const { identityId: target } = await make.user();
      const policyName = await make.policy(NOTHING);
      return outcome(clients.iotOnce.send(new DetachPolicyCommand({ policyName, target })));
    },
  },
  {
    id: 'attach-eleventh',
    title: 'What is said to an eleventh policy on an identity?',
    documented: {
      says: 'LimitExceededException, 410; ten policies on an identity.',
      url: `${IOT_API}API_AttachPolicy.html`,
    },
    creates: 'a user, her identity, eleven policies and ten attachments',
    async run({ make, clients }) {
      const { identityId: target } = await make.user();
      for (let count = 0; count < 10; count += 1) await make.attach(await make.policy(NOTHING), target);
      const policyName = await make.policy(NOTHING);
      return outcome(clients.iotOnce.send(new AttachPolicyCommand({ policyName, target })));
    },
  },
  {
    id: 'attach-missing-policy',
    title: 'What is said where the policy is not there?',
    documented: { says: 'ResourceNotFoundException, 404.', url: `${IOT_API}API_AttachPolicy.html` },
    creates: 'a user and her identity',
    async run({ make, clients, unique, scrubber }) {
      const policyName = `cognito-iot-conformance-none-${unique()}`;
      scrubber.call(policyName, 'policy');
      const { identityId: target } = await make.user();
      return outcome(clients.iotOnce.send(new AttachPolicyCommand({ policyName, target })));
    },
  },
  ...(
    [
      [
        'made-up-identity',
        'an identity ID of the Region that nobody has',
        (region: string) => `${region}:00000000-0000-4000-8000-000000000000`,
      ],
      [
        'other-region',
        'an identity ID of another Region',
        (region: string) =>
          `${region === 'eu-west-3' ? 'eu-west-1' : 'eu-west-3'}:00000000-0000-4000-8000-000000000000`,
      ],
      ['no-identity', 'a text that is no identity ID', () => 'nobody'],
    ] as const
  ).map(
    ([name, what, of]): Question => ({
      id: `attach-${name}`,
      title: `Is a policy attached to ${what}?`,
      documented: 'not found',
      reasoned: 'Whether AWS IoT asks Cognito is not documented.',
      creates: 'a policy and an attachment',
      async run({ make, place }) {
        const policyName = await make.policy(NOTHING);
        return outcome(make.attach(policyName, of(place.outputs.Region ?? '')));
      },
    }),
  ),
  {
    id: 'list-targets-form',
    title: 'In which form does ListTargetsForPolicy tell a Cognito identity?',
    documented: 'not found',
    reasoned: 'Seen: with the account in front, unlike how it was attached.',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, identityId);
      const { targets = [] } = await clients.iot.send(new ListTargetsForPolicyCommand({ policyName }));
      return targets;
    },
  },
  {
    id: 'list-policy-principals-form',
    title: 'And the deprecated ListPolicyPrincipals?',
    documented: 'not found',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, identityId);
      const { principals = [] } = await clients.iot.send(new ListPolicyPrincipalsCommand({ policyName }));
      return principals;
    },
  },
  {
    id: 'detach-by-listed-target',
    title: 'Does DetachPolicy take a target as ListTargetsForPolicy tells it?',
    documented: 'not found',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, identityId);
      const { targets = [] } = await clients.iot.send(new ListTargetsForPolicyCommand({ policyName }));
      const [target] = targets;
      if (target === undefined) throw new NotAsked('ListTargetsForPolicy has not told the new attachment');
      const said = await outcome(clients.iotOnce.send(new DetachPolicyCommand({ policyName, target })));
      const { policies = [] } = await clients.iot.send(new ListAttachedPoliciesCommand({ target: identityId }));
      return { said, left: policies.length };
    },
  },
  {
    id: 'list-right-after-attach',
    title: 'Does ListAttachedPolicies tell a new attachment at once?',
    documented: 'not found',
    reasoned: 'Seen: a successful but empty list (terraform-provider-aws#48563).',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId: target } = await make.user();
      await make.attach(await make.policy(NOTHING), target);
      const { policies = [] } = await clients.iot.send(new ListAttachedPoliciesCommand({ target }));
      return policies.length;
    },
  },
  {
    id: 'attachment-of-deleted-identity',
    title: 'Does an attachment stay when its identity is deleted?',
    documented: 'not found',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, identityId);
      await clients.identityPool.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [identityId] }));
      const { targets = [] } = await clients.iot.send(new ListTargetsForPolicyCommand({ policyName }));
      return targets.length;
    },
  },
  {
    id: 'delete-attached-policy',
    title: 'What is said to DeletePolicy while somebody has it?',
    documented: { says: 'DeleteConflictException, 409.', url: `${IOT_API}API_DeletePolicy.html` },
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, identityId);
      return outcome(clients.iotOnce.send(new DeletePolicyCommand({ policyName })));
    },
  },
  {
    id: 'delete-detached-policy',
    title: 'May a policy be deleted right after it was detached?',
    documented: {
      says: 'It can take up to five minutes until it is ready to be deleted.',
      url: `${IOT_API}API_DetachPolicy.html`,
    },
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients }) {
      const { identityId: target } = await make.user();
      const policyName = await make.policy(NOTHING);
      await make.attach(policyName, target);
      await clients.iot.send(new DetachPolicyCommand({ policyName, target }));
      return outcome(clients.iotOnce.send(new DeletePolicyCommand({ policyName })));
    },
  },
  {
    id: 'test-authorization-role',
    title: "Does TestAuthorization count the role's policies, too?",
    documented: {
      says: 'Principals are certificates and Cognito identities; the role is not named.',
      url: `${IOT_API}API_TestAuthorization.html`,
    },
    reasoned: 'The sandbox judges by the attached policies alone.',
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients, place }) {
      const { identityId: principal } = await make.user();
      await make.attach(await make.policy(EVERYTHING), principal);
      const resources = [`arn:aws:iot:${place.outputs.Region}:123456789012:topic/somebody-elses`];
      const { authResults = [] } = await clients.iot.send(
        new TestAuthorizationCommand({
          principal,
          cognitoIdentityPoolId: place.outputs.IdentityPoolId,
          authInfos: [{ actionType: 'PUBLISH', resources }],
        }),
      );
      return authResults[0]?.authDecision ?? null;
    },
  },
  {
    id: 'effective-policies',
    title: 'Does GetEffectivePolicies tell of a Cognito identity what is attached?',
    documented: { says: 'The principal may be a Cognito identity.', url: `${IOT_API}API_GetEffectivePolicies.html` },
    creates: 'a user, her identity, a policy and an attachment',
    async run({ make, clients, place }): Promise<Answer> {
      const { identityId: principal } = await make.user();
      await make.attach(await make.policy(NOTHING), principal);
      const cognitoIdentityPoolId =
        place.sandbox === undefined ? { cognitoIdentityPoolId: place.outputs.IdentityPoolId } : {};
      const asked = new GetEffectivePoliciesCommand({ principal, ...cognitoIdentityPoolId });
      const { effectivePolicies = [] } = await clients.iot.send(asked);
      return effectivePolicies.map(({ policyName = null }) => policyName);
    },
  },
];
