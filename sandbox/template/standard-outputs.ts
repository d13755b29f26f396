import { attachPolicyUrls } from './attach-policy-urls.js';
import { deniesAlone } from './denies-alone.js';
import { signInHost } from './partition.js';
import type { StackResource, StackResources, TemplateStack } from './stack-resources.js';

/** What clients look for, whatever the template calls it. */
const NAMES = [
  'Region',
  'IdentityPoolId',
  'UserPoolClientId',
  'UserPoolId',
  'AttachPolicyUrl',
  'IotEndpoint',
  'IotPolicyName',
  'RevokedPolicyName',
  'SignInDomain',
] as const;

type Name = (typeof NAMES)[number];

export interface StandardOutputs {
  /** The outputs of all stacks, and those of these names that they lack. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What to do about a name that several resources fit. */
  readonly remarks: readonly string[];
}

/** What could be meant by a name. */
interface Candidate {
  readonly stack: string;
  readonly logicalId: string;
  readonly value: string;
}

/**
 * The outputs of the stacks with those that every client needs: from an output of that name, else from the resources
 * themselves. Where several fit, each is told with its stack, and none is taken.
 *
 * @param host of the sandbox: its IoT endpoint
 * @param chosen by `--output`, before all else
 */
export function standardOutputs(
  resources: StackResources,
  host: string,
  chosen: Readonly<Record<string, string>>,
): StandardOutputs {
  const outputs: Record<string, string> = { ...resources.outputs(), ...chosen };
  const remarks: string[] = [];
  for (const name of NAMES) {
    if (Object.hasOwn(outputs, name)) continue;
    const candidates = candidatesFor(name, resources, host, outputs);
    const values = new Set(candidates.map(({ value }) => value));
    const [value] = values;
    if (values.size === 1 && value !== undefined) outputs[name] = value;
    if (values.size <= 1) continue;
    for (const candidate of candidates) outputs[`${placeOf(candidate, candidates)}.${name}`] = candidate.value;
    const places = candidates.map((candidate) => `${candidate.stack}/${candidate.logicalId} (${candidate.value})`);
    remarks.push(
      `Several resources fit ${name}: ${places.join(', ')}. Choose with --stack, or with --output ${name}=<value>.`,
    );
  }
  return { outputs, remarks };
}

/** The stack, and the resource too where the stack has several. */
function placeOf({ stack, logicalId }: Candidate, all: readonly Candidate[]): string {
  return all.filter((other) => other.stack === stack).length === 1 ? stack : `${stack}/${logicalId}`;
}

function candidatesFor(
  name: Name,
  resources: StackResources,
  host: string,
  outputs: Readonly<Record<string, string>>,
): readonly Candidate[] {
  // Of stacks that stand alone first: what is nested is for them to tell.
  const roots = resources.stacks.filter(({ parent }) => parent === undefined);
  const nested = resources.stacks.filter(({ parent }) => parent !== undefined);
  for (const stacks of [roots, nested]) {
    const told = stacks.flatMap((stack) => toldBy(stack, name));
    if (told.length > 0) return told;
  }
  return fromResources(name, resources, host, outputs);
}

function toldBy(stack: TemplateStack, name: Name): Candidate[] {
  const value = stack.outputs()[name];
  return value === undefined ? [] : [{ stack: stack.path, logicalId: name, value }];
}

function fromResources(
  name: Name,
  resources: StackResources,
  host: string,
  outputs: Readonly<Record<string, string>>,
): readonly Candidate[] {
  const ofType = (type: string) => resources.stacks.flatMap((stack) => ofTypeIn(stack, type));
  const own = (value: string): Candidate[] => [{ stack: resources.environment.stackName, logicalId: name, value }];
  switch (name) {
    case 'Region':
      return own(resources.environment.region);
    case 'IotEndpoint':
      return own(host);
    case 'IdentityPoolId':
      return ofType('AWS::Cognito::IdentityPool').map(byId);
    case 'UserPoolClientId':
      return fitting(ofType('AWS::Cognito::UserPoolClient'), takenBy(resources, outputs, 'ClientId')).map(byId);
    case 'UserPoolId':
      return fitting(ofType('AWS::Cognito::UserPool'), poolsOf(resources, outputs)).map(byId);
    case 'IotPolicyName':
      return ofType('AWS::IoT::Policy')
        .filter((found) => !isOfRevoked(found))
        .map(byId);
    case 'RevokedPolicyName':
      return ofType('AWS::IoT::Policy').filter(isOfRevoked).map(byId);
    case 'SignInDomain':
      return ofType('AWS::Cognito::UserPoolDomain').map((found) => ({
        ...byId(found),
        value: domainOf(found.resource),
      }));
    case 'AttachPolicyUrl':
      return resources.stacks.flatMap((stack) => attachPolicyUrls(stack, resources));
  }
}

interface Found {
  readonly stack: string;
  readonly resource: StackResource;
}

function ofTypeIn({ path, resources }: TemplateStack, type: string): Found[] {
  return resources.filter((resource) => resource.type === type).map((resource) => ({ stack: path, resource }));
}

function byId({ stack, resource: { logicalId, physicalId } }: Found): Candidate {
  return { stack, logicalId, value: physicalId };
}

/** Those of these IDs; all, where none of them is one. */
function fitting(found: readonly Found[], ids: readonly string[]): readonly Found[] {
  const fit = found.filter(({ resource }) => ids.includes(resource.physicalId));
  return fit.length === 0 ? found : fit;
}

/** What the identity pool takes tokens of: of the one that is chosen, or of any. */
function takenBy(
  { ofType }: StackResources,
  { IdentityPoolId }: Readonly<Record<string, string>>,
  member: 'ClientId' | 'ProviderName',
): string[] {
  return ofType('AWS::Cognito::IdentityPool')
    .filter(({ physicalId }) => physicalId === (IdentityPoolId ?? physicalId))
    .flatMap(({ property }) => (property('CognitoIdentityProviders') ?? []) as Record<string, unknown>[])
    .map((provider) => String(provider[member]));
}

/** That of the app client that was found, else those whose tokens an identity pool takes. */
function poolsOf(resources: StackResources, outputs: Readonly<Record<string, string>>): string[] {
  const client = resources
    .ofType('AWS::Cognito::UserPoolClient')
    .find(({ physicalId }) => physicalId === outputs.UserPoolClientId);
  if (client !== undefined) return [String(client.property('UserPoolId'))];
  return takenBy(resources, outputs, 'ProviderName').map((provider) => provider.split('/').at(-1) ?? '');
}

function isOfRevoked({ resource }: Found): boolean {
  return deniesAlone(resource.property('PolicyDocument'));
}

function domainOf({ property, environment }: StackResource): string {
  const domain = String(property('Domain'));
  const isOwn = property('CustomDomainConfig') !== undefined;
  return isOwn ? domain : signInHost(domain, environment.region);
}
