import { RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge-wildcards.js';
import { defined } from '../defined.js';
import { SettingsError } from '../settings-error.js';
import { type GroupAccess, groupProblems } from './group-access.js';
import { checkIotPolicySize } from './iot-policy-size.js';
import { type PlacedAccess, placedAccesses, sharedPolicyProblems } from './shared-policy.js';
import type { CompleteTopicAccess, TopicAccess } from './topic-access.js';
import { iamStatements, iotPolicyDocument } from './topic-access-documents.js';

export interface IotAccessPolicyProps {
  /** Of users in no group.
   * @default each user's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: TopicAccess;
  /** Groups of users who may do something else; one without an access may do the same. @default none */
  readonly groups?: readonly GroupAccess[];
  /** Names that patterns may use in braces; the role's statements hold each user to the value of that tag.
   * @default {} */
  readonly principalTags?: { readonly [tag: string]: string };
  /** @default a name that CloudFormation makes up */
  readonly policyName?: string;
  /** IoT Core refuses to delete a policy that is attached, so a retained one never keeps a stack from being deleted.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The one IoT policy that is attached to every signed-in user's identity, whichever group they are in: it holds what any
 * of them may do. It works only together with the user's role, which has the own access alone: see `grantAccess`.
 * https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
 */
export class IotAccessPolicy extends Construct {
  readonly policyName: string;
  readonly policyArn: string;
  /** The CloudFormation resource, for what has to be ordered before or after it. */
  readonly resource: CfnPolicy;
  /** Of users in no group, defaults and all. */
  readonly access: CompleteTopicAccess;
  private readonly accesses: readonly PlacedAccess[];

  /** Throws a SettingsError where an access cannot be allowed, where somebody would gain something by the access of
   * others, or where all together make the policy longer than 2,048 characters. */
  constructor(scope: Construct, id: string, props: IotAccessPolicyProps = {}) {
    super(scope, id);
    const { access, groups, principalTags = {}, policyName, removalPolicy } = props;
    this.accesses = placedAccesses({ access, groups }, Object.keys(principalTags));
    const problems = [...groupProblems(groups ?? []), ...sharedPolicyProblems(this.accesses)];
    if (problems.length > 0) throw new SettingsError(problems);
    this.access = this.accessOf();
    checkIotPolicySize(this.accesses, this);
    const policyDocument = iotPolicyDocument(
      this.accesses.map((one) => one.access),
      this,
    );
    this.resource = new CfnPolicy(this, 'Policy', { policyDocument, ...defined({ policyName }) });
    this.resource.applyRemovalPolicy(removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.policyName = this.resource.ref;
    this.policyArn = this.resource.attrArn;
  }

  /**
   * Gives a role the access of users in no group, or of one of the `groups`, and nothing of any other: an authenticated
   * identity may do what its role AND its IoT policy both allow.
   */
  grantAccess(role: IRole, groupName?: string): void {
    grantTopicAccess(role, this.accessOf(groupName), this);
  }

  /** What members of one of the `groups` may do, defaults and all. */
  accessOfGroup(groupName: string): CompleteTopicAccess {
    return this.accessOf(groupName);
  }

  private accessOf(groupName?: string): CompleteTopicAccess {
    const own = this.accesses.find((one) => one.groupName === groupName);
    if (!own) throw new Error(`the IoT policy knows no group ${JSON.stringify(groupName)}; name it in its "groups"`);
    return own.access;
  }
}

/** Adds the statements of a topic access to a role, and writes down why they hold wildcards. */
export function grantTopicAccess(role: IRole, access: CompleteTopicAccess, scope: Construct): void {
  const statements = iamStatements(access, scope);
  for (const statement of statements) role.addToPrincipalPolicy(statement);
  const reason =
    'The settings say which topics and client IDs; * is text after a fixed beginning, and IoT has the same.';
  acknowledgeWildcards(
    role,
    statements.flatMap(({ resources }) => resources),
    reason,
  );
}
