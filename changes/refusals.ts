import type { ChangeProblem, ComparedResource, ResourceChange, Update } from './change.js';
import { stays } from './conditional.js';
import { namesTaken } from './names-taken.js';
import { readableValue } from './readable-value.js';

/** What AWS refuses, though its resource schemas call it an update in place, or a replacement. */
export function refusals(change: ResourceChange, update: Update): readonly ChangeProblem[] {
  const found = [
    ...otherType(change),
    ...otherDomain(change, update),
    ...otherSignInNames(change),
    ...otherAttributes(change),
    ...otherDeveloperProvider(change),
  ];
  // Of a domain that cannot be made the name need not be told, too.
  return found.length > 0 ? found : namesTaken(change, update);
}

const UPDATES = 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html';

function otherType({ before, after }: ResourceChange): ChangeProblem[] {
  if (!before || !after || before.Type === after.Type) return [];
  return [
    refused({
      code: 'TypeChanged',
      says: `CloudFormation refuses to turn ${before.Type} into ${after.Type} under the same logical ID`,
      instead: 'give the new resource another construct ID, or take the former one out and deploy first',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html',
    }),
  ];
}

function otherDomain({ logicalId, type, effect, after }: ResourceChange, update: Update): ChangeProblem[] {
  if (type !== DOMAIN || !after || effect === 'updated') return [];
  const former = Object.entries(update.deployed).find(
    ([id, one]) => one.Type === DOMAIN && placeOfDomain(one) === placeOfDomain(after) && !isSameDomain(id, one),
  );
  function isSameDomain(id: string, one: ComparedResource): boolean {
    return id === logicalId && one.Properties?.Domain === after?.Properties?.Domain;
  }
  const pool = (after.Properties?.UserPoolId as { readonly Ref?: string } | undefined)?.Ref;
  const isNewPool = update.changes.some((one) => one.logicalId === pool && !stays(one));
  if (former === undefined || isNewPool) return [];
  const name = readableValue(former[1].Properties?.Domain);
  return [
    refused({
      code: 'DomainChanged',
      says:
        'AWS refuses another domain while the user pool has one ("User pool already has a domain configured"): ' +
        'CloudFormation makes the new one before it deletes the former',
      instead:
        `take the domain out (signIn) and deploy; if "${name}" was retained, delete it with \`aws cognito-idp ` +
        `delete-user-pool-domain --domain ${name} --user-pool-id <ID>\`; then set the new domainPrefix and deploy. In ` +
        'between nobody gets in by the hosted sign-in',
      // "To change your domain, delete it with DeleteUserPoolDomain and create a new domain"; the error was seen in
      // https://github.com/aws/aws-cdk/issues/10062
      source:
        'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html',
    }),
  ];
}

const DOMAIN = 'AWS::Cognito::UserPoolDomain';

/** A pool has room for one domain of Cognito's and one of its owner's. */
function placeOfDomain({ Properties = {} }: ComparedResource): string {
  return JSON.stringify([Properties.UserPoolId, Properties.CustomDomainConfig !== undefined]);
}

function otherSignInNames({ type, effect, properties }: ResourceChange): ChangeProblem[] {
  const fixed = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'];
  const changed = properties.filter((name) => fixed.includes(name));
  if (type !== USER_POOL || effect === 'replaced' || changed.length === 0) return [];
  return [
    refused({
      code: 'SignInNamesChanged',
      says: `AWS refuses to change ${changed.join(' and ')} of a user pool ("Updates are not allowed for property")`,
      instead: 'leave it as it is deployed; what users sign in with can only be chosen for a new pool',
      source: UPDATES,
    }),
  ];
}

const USER_POOL = 'AWS::Cognito::UserPool';

interface Attribute {
  readonly Name?: unknown;
  readonly Required?: unknown;
}

function otherAttributes({ type, effect, before, after }: ResourceChange): ChangeProblem[] {
  if (type !== USER_POOL || effect === 'replaced' || !before || !after) return [];
  const [former, next] = [attributesOf(before), attributesOf(after)];
  const removed = [...former.keys()].filter((name) => !next.has(name));
  const changed = [...former].filter(([name, one]) => next.has(name) && !isSame(one, next.get(name)));
  const required = [...next].filter(([name, { Required }]) => !former.has(name) && Required === true);
  const how = 'a user pool keeps each attribute as it is, for good';
  return [
    ...removed.map((name) =>
      refused({
        code: 'AttributeRemoved',
        says: `AWS refuses to remove the attribute "${name}" ("Existing schema attributes cannot be modified or deleted")`,
        instead: `${how}: leave the principal tag of custom:${name} where it is, or keep the attribute alone by customAttributes: ["custom:${name}"]`,
        source: UPDATES,
      }),
    ),
    ...changed.map(([name]) =>
      refused({
        code: 'AttributeChanged',
        says: `AWS refuses to change the attribute "${name}" ("Existing schema attributes cannot be modified or deleted")`,
        instead: `${how}: add one of another name, and leave this as it is deployed`,
        source: UPDATES,
      }),
    ),
    ...required.map(([name]) =>
      refused({
        code: 'AttributeRequired',
        says: `AWS refuses an attribute that is required, "${name}", in a pool that is there`,
        instead: 'add it without being required, and ask for it in the app or in a trigger',
        source: UPDATES,
      }),
    ),
  ];
}

/** By name, which is the same with `custom:` and without. */
function attributesOf({ Properties = {} }: ComparedResource): Map<string, Attribute> {
  const schema = Array.isArray(Properties.Schema) ? (Properties.Schema as Attribute[]) : [];
  return new Map(schema.map((one) => [String(one.Name).replace(/^custom:/, ''), one]));
}

function isSame(one: Attribute, other: Attribute | undefined): boolean {
  const sorted = (value: Attribute = {}) => JSON.stringify(Object.entries({ ...value, Name: '' }).sort());
  return sorted(one) === sorted(other);
}

function otherDeveloperProvider({ type, effect, before, after }: ResourceChange): ChangeProblem[] {
  if (type !== 'AWS::Cognito::IdentityPool' || effect === 'replaced') return [];
  const [former, next] = [before, after].map((one) => one?.Properties?.DeveloperProviderName);
  if (!after || former === undefined || JSON.stringify(former) === JSON.stringify(next)) return [];
  return [
    refused({
      code: 'DeveloperProviderChanged',
      // Whether it can be taken away is not documented; the stricter reading.
      says: 'AWS refuses another developerProvider, or none: "Once you have set a developer provider name, you cannot change it"',
      instead:
        `keep developerProvider "${readableValue(former)}": nobody is signed in under it but by a back end that has the ` +
        'right to (grantDeveloperSignIn). Another name takes another identity pool, where every user is a new identity',
      source: 'https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html',
    }),
  ];
}

function refused(problem: Omit<ChangeProblem, 'kind'>): ChangeProblem {
  const { code, ...said } = problem;
  return { code, kind: 'refused', ...said };
}
