import { UnsupportedError } from '../base/errors.js';
import type { StackResource, StackResources } from './stack-resources.js';

/** What one stack may take over from another: who signs in, and as what. */
const TAKEN_OVER = ['AWS::Cognito::', 'AWS::IAM::'];

/**
 * The stack together with the pools and roles of stacks that were deployed before it, as `existing` names them.
 *
 * @throws UnsupportedError naming a pool or role that the stack uses and no template has: nothing says what it allows
 */
export function withExistingStacks(stack: StackResources, existing: readonly StackResources[]): StackResources {
  const isTakenOver = (type: string) => TAKEN_OVER.some((prefix) => type.startsWith(prefix));
  const ofType = (type: string) => [
    ...stack.ofType(type),
    ...(isTakenOver(type) ? existing.flatMap((other) => other.ofType(type)) : []),
  ];
  refuseMissing(ofType);
  return { ...stack, ofType };
}

/** What one resource says of others, which have to be there. */
interface Use {
  readonly by: string;
  readonly type:
    | 'AWS::Cognito::UserPool'
    | 'AWS::Cognito::UserPoolClient'
    | 'AWS::Cognito::IdentityPool'
    | 'AWS::IAM::Role';
  /** Which of its properties, and the IDs that it holds. */
  readonly ids: (resource: StackResource) => readonly string[];
}

const USES: readonly Use[] = [
  {
    by: 'AWS::Cognito::UserPoolClient',
    type: 'AWS::Cognito::UserPool',
    ids: ({ property }) => [String(property('UserPoolId'))],
  },
  {
    by: 'AWS::Cognito::UserPoolGroup',
    type: 'AWS::Cognito::UserPool',
    ids: ({ property }) => [String(property('UserPoolId'))],
  },
  {
    by: 'AWS::Cognito::IdentityPool',
    type: 'AWS::Cognito::UserPool',
    ids: (resource) => userPoolProviders(resource).map(({ ProviderName = '' }) => ProviderName.split('/').at(-1) ?? ''),
  },
  {
    by: 'AWS::Cognito::IdentityPool',
    type: 'AWS::Cognito::UserPoolClient',
    ids: (resource) => userPoolProviders(resource).map(({ ClientId = '' }) => ClientId),
  },
  { by: 'AWS::IAM::Policy', type: 'AWS::IAM::Role', ids: ({ property }) => (property('Roles') ?? []) as string[] },
  {
    by: 'AWS::IAM::ManagedPolicy',
    type: 'AWS::IAM::Role',
    ids: ({ property }) => (property('Roles') ?? []) as string[],
  },
  { by: 'AWS::IAM::RolePolicy', type: 'AWS::IAM::Role', ids: ({ property }) => [String(property('RoleName'))] },
];

function refuseMissing(ofType: StackResources['ofType']): void {
  for (const { by, type, ids } of USES) {
    const known = new Set(ofType(type).map(({ physicalId }) => physicalId));
    for (const resource of ofType(by)) {
      const missing = ids(resource).find((id) => !known.has(id));
      if (missing === undefined) continue;
      throw new UnsupportedError(
        `${type} ${missing}, which ${by} ${resource.logicalId} uses and which is in no template ` +
          '(boot it with the stack that has it: startSandbox({ existing: [readAssembly(<its cdk.out>)] }))',
      );
    }
  }
}

function userPoolProviders({ property }: StackResource) {
  return (property('CognitoIdentityProviders') ?? []) as {
    readonly ProviderName?: string;
    readonly ClientId?: string;
  }[];
}
