import type { ChangeProblem, ComparedResource, Effect, ResourceChange } from './change.js';
import { readableValue } from './readable-value.js';

/** What users lose by a change that AWS makes without a word. */
export function losses(change: ResourceChange): readonly ChangeProblem[] {
  return [...lostWithResource(change), ...lostLogins(change), ...lostApps(change), ...lostGuests(change)];
}

const REPLACEMENT =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html';
const DELETION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html';

interface Loss {
  readonly code: string;
  /** Where what was there is deleted. */
  readonly deleted: string;
  /** Where it stays in the account, outside of the stack. */
  readonly kept: string;
  readonly instead: string;
}

const recovery = 'To go on with what was retained, name it in "existing" (docs/recovery.md)';

/** By the type of a resource that goes. */
const LOSSES: Readonly<Record<string, Loss>> = {
  'AWS::Cognito::UserPool': {
    code: 'UserPoolLost',
    deleted: 'all users are deleted',
    kept: 'its users can sign in no more: the pool stays in the account, and the stack has another or none',
    instead: `leave the pool in the stack. ${recovery}`,
  },
  'AWS::Cognito::IdentityPool': {
    code: 'IdentityPoolLost',
    deleted: 'every user becomes a new identity, without the topics, attachments and grants of the former one',
    kept: 'every user becomes a new identity: the former identities stay in the account, in a pool that no app asks',
    instead: `leave the pool in the stack. ${recovery}`,
  },
  'AWS::Cognito::UserPoolClient': {
    code: 'AppClientLost',
    deleted: 'everybody is signed out, and apps that know the former app client cannot sign in',
    kept: 'its tokens get no credentials any more, and apps have to be told the new app client',
    instead: 'leave the app client as it is; if it must be another, give apps the new outputs at the same time',
  },
  'AWS::Cognito::UserPoolGroup': {
    code: 'GroupLost',
    deleted: 'its members are in no group any more, and nothing remembers who they were',
    kept:
      "the group stays in the pool and in its members' tokens, with a role that has lost its rights: while the stack has " +
      'other groups, its members are let in nowhere until they are taken out of this one',
    instead:
      'list its members first (`aws cognito-idp list-users-in-group`), take them out or add them to the new group, and ' +
      'delete a group that was retained (`aws cognito-idp delete-group`)',
  },
  'AWS::Cognito::UserPoolIdentityProvider': {
    code: 'ProviderLost',
    deleted: 'users of this provider cannot sign in any more',
    kept: 'users of this provider cannot sign in any more: it stays in the pool, and no app client offers it',
    instead:
      'leave the provider in identityProviders for as long as somebody signs in with it; one that was retained has to be ' +
      'deleted before it can be added again (`aws cognito-idp delete-identity-provider`)',
  },
  'AWS::Cognito::IdentityPoolRoleAttachment': {
    code: 'RolesLost',
    // What the deletion does to roles that another attachment of the same pool has set is not documented.
    deleted:
      'the identity pool gives no roles any more, so nobody gets credentials, though another attachment may have set them',
    kept: 'the identity pool keeps the roles that it has, outside of the stack',
    instead: 'leave the attachment as it is deployed, with its logical ID',
  },
  'AWS::DynamoDB::Table': {
    code: 'TableLost',
    deleted: 'what it holds is deleted: who is who, and which devices were granted to whom',
    kept: 'what it holds is not read any more: it stays in the account, and a new table begins empty',
    instead: 'leave directory as it is, or copy the items over (DynamoDB export, or point-in-time recovery)',
  },
  'AWS::ApiGateway::RestApi': {
    code: 'ApiLost',
    deleted: 'the URL of the API changes, and apps that know the former one cannot attach',
    kept: 'the URL of the API changes, and apps that know the former one cannot attach',
    instead: 'give apps the new outputs at the same time',
  },
};

const GOING: readonly Effect[] = ['replaced', 'may-be-replaced', 'may-be-deleted', 'deleted', 'left-behind'];

const ROLES = 'AWS::Cognito::IdentityPoolRoleAttachment';

function proviso({ effect, type, after }: ResourceChange): string {
  if (effect === 'may-be-replaced') return `if CloudFormation replaces it (${type} may be), `;
  return effect === 'may-be-deleted' ? `if the condition "${after?.Condition}" does not hold, ` : '';
}

function lostWithResource(change: ResourceChange): ChangeProblem[] {
  const { effect, before, after } = change;
  const loss = before ? LOSSES[before.Type] : undefined;
  if (loss === undefined || before === undefined || !GOING.includes(effect)) return [];
  // A retained attachment goes on giving the roles, and another pool gets one of its own.
  if (before.Type === ROLES && !['deleted', 'may-be-deleted'].includes(effect)) return [];
  const isKept =
    effect === 'may-be-deleted'
      ? isRetained(after)
      : effect === 'left-behind' || (effect !== 'deleted' && isKeptAtReplacement(before, after));
  const says = isKept ? loss.kept : loss.deleted;
  const source = ['deleted', 'left-behind', 'may-be-deleted'].includes(effect) ? DELETION : REPLACEMENT;
  const { code, instead } = loss;
  return [{ code, kind: 'loses', says: proviso(change) + says, instead, source }];
}

/** Which of the two templates decides is not documented, so only where both say so. */
function isKeptAtReplacement(before: ComparedResource, after: ComparedResource | undefined): boolean {
  return before.UpdateReplacePolicy === 'Retain' && after?.UpdateReplacePolicy === 'Retain';
}

/** As the template says that decides on what a condition takes away; which of the two is not documented. */
function isRetained(after: ComparedResource | undefined): boolean {
  return ['Retain', 'RetainExceptOnCreate'].includes(after?.DeletionPolicy ?? '');
}

/** Of an OpenID Connect provider that stays: the apps whose tokens IAM takes no more. */
function lostApps({ type, before, after }: ResourceChange): ChangeProblem[] {
  if (type !== 'AWS::IAM::OIDCProvider' || !before || !after) return [];
  const appsOf = ({ Properties: { ClientIdList } = {} }: ComparedResource) =>
    (Array.isArray(ClientIdList) ? ClientIdList : []).map((app) => ({ key: JSON.stringify(app), app }));
  const left = new Set(appsOf(after).map(({ key }) => key));
  return appsOf(before)
    .filter(({ key }) => !left.has(key))
    .map(({ app }) => ({
      code: 'LoginLost',
      kind: 'loses',
      says: `tokens for the app ${readableValue(app)} are taken no more: whoever signs in by it gets no credentials`,
      instead: 'leave the app in clientIds for as long as somebody signs in by it',
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html',
    }));
}

/** Of an identity pool that stays. */
function lostGuests({ type, before, after }: ResourceChange): ChangeProblem[] {
  const name = 'AllowUnauthenticatedIdentities';
  if (type !== 'AWS::Cognito::IdentityPool' || !after || before?.Properties?.[name] !== true) return [];
  if (after.Properties?.[name] === true) return [];
  return [
    {
      code: 'GuestsLost',
      kind: 'loses',
      says: 'guests get no credentials any more, those among them who have an identity and topics of their own, too',
      instead: 'leave guests in; a guest who signs in first, with the same identity, keeps it',
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html',
    },
  ];
}

/** Of an identity pool that stays: whose tokens it takes no more. */
function lostLogins({ type, before, after }: ResourceChange): ChangeProblem[] {
  if (type !== 'AWS::Cognito::IdentityPool' || !before || !after) return [];
  const left = new Set(loginsOf(after).map(({ key }) => key));
  return loginsOf(before)
    .filter(({ key }) => !left.has(key))
    .map(({ says }) => ({
      code: 'LoginLost',
      kind: 'loses',
      says: `the identity pool takes no more tokens of ${says}: whoever signs in there gets no credentials, or becomes a new identity`,
      instead: 'leave the provider in the list for as long as somebody signs in with it',
      source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/external-identity-providers.html',
    }));
}

function loginsOf({ Properties = {} }: ComparedResource) {
  const list = (name: string) => (Array.isArray(Properties[name]) ? (Properties[name] as unknown[]) : []);
  const pools = list('CognitoIdentityProviders').map((one) => {
    const { ProviderName, ClientId } = one as { readonly ProviderName?: unknown; readonly ClientId?: unknown };
    return [ProviderName, ClientId];
  });
  const apps = Object.entries((Properties.SupportedLoginProviders ?? {}) as object);
  const arns = [...list('OpenIdConnectProviderARNs'), ...list('SamlProviderARNs')].map((arn) => [arn]);
  return [...pools, ...apps, ...arns].map((login) => ({
    key: JSON.stringify(login),
    says: login.map(readableValue).join(', app '),
  }));
}
