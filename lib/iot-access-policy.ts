import { RemovalPolicy } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards.js';
import { checkIotPolicySize } from './iot-policy-size.js';
import { completeTopicAccess, type TopicAccess, type TopicAccessContext } from './topic-access.js';
import { iamStatements, iotPolicyDocument } from './topic-access-documents.js';

export interface IotAccessPolicyProps {
  /** @default each user's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: TopicAccess;
  /** Names that patterns may use in braces; the role's statements hold each user to the value of that tag.
   * @default {} */
  readonly principalTags?: Readonly<Record<string, string>>;
  /** Where the access stands in the settings, for messages. @default 'access' */
  readonly where?: string;
  /** @default a name that CloudFormation makes up */
  readonly policyName?: string;
  /** IoT Core refuses to delete a policy that is attached, so a retained one never keeps a stack from being deleted.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The one IoT policy that is attached to every signed-in user's identity. It works only together with the user's role,
 * which must allow the same: see `grantAccess`.
 * https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
 */
export class IotAccessPolicy extends Construct {
  readonly policyName: string;
  readonly policyArn: string;
  /** The CloudFormation resource, for what has to be ordered before or after it. */
  readonly resource: CfnPolicy;
  private readonly access: TopicAccess;
  private readonly context: TopicAccessContext;

  /** Throws a SettingsError where the access cannot be allowed, or makes the policy longer than 2,048 characters. */
  constructor(scope: Construct, id: string, props: IotAccessPolicyProps = {}) {
    super(scope, id);
    this.context = { where: props.where, tags: Object.keys(props.principalTags ?? {}) };
    this.access = completeTopicAccess(props.access, this.context);
    const policyDocument = iotPolicyDocument(this.access, this, this.context);
    checkIotPolicySize(policyDocument, this, props.where);
    this.resource = new CfnPolicy(this, 'Policy', { policyName: props.policyName, policyDocument });
    this.resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.policyName = this.resource.ref;
    this.policyArn = this.resource.attrArn;
  }

  /** Gives a role the same access: an authenticated identity may do what its role AND its IoT policy both allow. */
  grantAccess(role: IRole): void {
    grantTopicAccess(role, iamStatements(this.access, this, this.context));
  }
}

/** Adds the statements of a topic access to a role, and writes down why they hold wildcards. */
export function grantTopicAccess(role: IRole, statements: readonly PolicyStatement[]): void {
  for (const statement of statements) role.addToPrincipalPolicy(statement);
  const reason =
    'The settings say which topics and client IDs; * is text after a fixed beginning, and IoT has the same.';
  acknowledgeWildcards(
    role,
    statements.flatMap(({ resources }) => resources),
    reason,
  );
}
