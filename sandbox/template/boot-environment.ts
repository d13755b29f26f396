import { DEFAULT_REGION } from './known-region.js';
import type { Environment } from './resource-type.js';
import type { StackAssembly, Template } from './template.js';

/** Twelve digits that AWS's own documentation uses for no real account. */
const ACCOUNT_ID = '111122223333';

/** A Region of an account. */
export type Place = Omit<Environment, 'stackName'>;

/**
 * A sandbox is one account in one Region: the one that was asked for, else that of the stacks that say where they are
 * deployed, and where those are several, that of the pools.
 *
 * @param region the one that was asked for
 * @throws Error where nothing decides, or no stack is for the Region that was asked for
 */
export function bootPlace(assembly: StackAssembly, region?: string): Place {
  const stacks = stacksOf(assembly);
  const possible = stacks.filter(
    ({ environment }) => (environment?.region ?? region) === region || region === undefined,
  );
  if (possible.length === 0) {
    const there = stacks.map((stack) => `${stack.stackName} in ${stack.environment?.region}`).join(', ');
    throw new Error(`No stack is for ${region}: the app deploys ${there}. Leave --region out, or name one of these.`);
  }
  const places = placesOf(possible, region);
  const [only] = places.values();
  if (places.size <= 1) return only ?? { region: region ?? DEFAULT_REGION, accountId: ACCOUNT_ID };
  const withPools = placesOf(possible.filter(hasPools), region);
  const [pools] = withPools.values();
  if (withPools.size === 1 && pools !== undefined) return pools;
  const [among, how] = withPools.size > 1 ? [withPools, 'several of them have'] : [places, 'none of them has'];
  throw new Error(
    `The stacks are for several places (${[...among.keys()].join(', ')}), and ${how} a user pool or an identity pool. ` +
      'A sandbox is one of these places: choose with --region or --stack.',
  );
}

export function stacksOf(assembly: StackAssembly): readonly StackAssembly[] {
  return [assembly, ...(assembly.others ?? [])];
}

/** Where a stack is: what its app does not say is as in the boot. */
export function placeOfStack({ environment = {} }: StackAssembly, place: Place): Place {
  return { region: environment.region ?? place.region, accountId: environment.account ?? place.accountId };
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.region === other.region && one.accountId === other.accountId;
}

/** The places that stacks say they are in, by what the CDK calls them. */
function placesOf(stacks: readonly StackAssembly[], asked: string | undefined): Map<string, Place> {
  const elsewhere = { region: asked ?? DEFAULT_REGION, accountId: ACCOUNT_ID };
  const said = stacks.flatMap((stack) => {
    if (stack.environment?.region === undefined && stack.environment?.account === undefined) return [];
    const place = placeOfStack(stack, elsewhere);
    return [[`aws://${place.accountId}/${place.region}`, place] as const];
  });
  return new Map(said);
}

function hasPools({ template, nestedTemplates }: StackAssembly): boolean {
  const isPool = ({ Resources = {} }: Template) =>
    Object.values(Resources).some(({ Type }) => /^AWS::Cognito::(UserPool|IdentityPool)$/.test(Type));
  if (isPool(template)) return true;
  // Which of the nested ones is this stack's says only the template, once it is worked out.
  const nests = Object.values(template.Resources).some(({ Type }) => Type === 'AWS::CloudFormation::Stack');
  return nests && [...(nestedTemplates?.values() ?? [])].some(isPool);
}
