import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { type AccessRequest, covers, coversAction, evaluate } from '../evaluate.js';
import { type PolicyDocument, parsePolicyDocument } from '../policy-document.js';
import type { Principal } from '../principal.js';
import { type IamParts, noSuchEntity, operation, placesOf, shapes } from './iam-operation.js';

const fields = {
  PolicySourceArn: shapes.arn,
  ActionNames: z.array(z.string().min(3).max(128)).min(1),
  ResourceArns: z.array(z.string().min(1).max(2048)).optional(),
  PolicyInputList: z.array(z.string().min(1).max(131_072)).optional(),
  ContextEntries: z
    .array(
      z.strictObject({
        ContextKeyName: z.string().min(5).max(256),
        ContextKeyValues: z.array(z.string()).optional(),
        ContextKeyType: z.string().optional(),
      }),
    )
    .optional(),
  ...shapes.paging,
};

/**
 * What a role's policies say, by the evaluator that judges every call; no condition key has a value but those given.
 * IoT policies are none of IAM's: `iot:TestAuthorization` asks them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export function simulatePrincipalPolicy(parts: IamParts): Operation {
  return operation({
    name: 'SimulatePrincipalPolicy',
    access: { iam: (member) => member('PolicySourceArn') },
    fields,
    run({ PolicySourceArn, ActionNames, ResourceArns = ['*'], PolicyInputList = [], ContextEntries = [], ...paging }) {
      const added = PolicyInputList.map((text, index) => parsed(text, `PolicyInputList.${index + 1}`));
      const { documents: own, boundary } = principalOf(parts, PolicySourceArn);
      const documents = [...own, ...added];
      const context = new Map(
        ContextEntries.map((entry) => [entry.ContextKeyName.toLowerCase(), entry.ContextKeyValues ?? []] as const),
      );
      // Each action with each resource: of two long lists, more than there is memory for.
      const { from, to, rest } = placesOf(ActionNames.length * ResourceArns.length, paging);
      const EvaluationResults: object[] = [];
      for (let place = from; place < to; place += 1) {
        const action = ActionNames[Math.floor(place / ResourceArns.length)] ?? '';
        const resource = ResourceArns[place % ResourceArns.length] ?? '';
        EvaluationResults.push(simulated({ documents, boundary }, { action, resource, context }));
      }
      return { EvaluationResults, ...rest };
    },
  });
}

function principalOf({ roles }: IamParts, arn: string): Principal {
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\//.test(arn)) {
    const message = `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`;
    throw new AwsError('InvalidInput', message);
  }
  const role = roles.settings.find(({ roleArn }) => roleArn === arn);
  if (role === undefined) throw noSuchEntity(`The role with arn ${arn} cannot be found.`);
  return roles.principal(arn, 'simulation');
}

function parsed(text: string, name: string): PolicyDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AwsError('InvalidInput', `${name} is no JSON.`);
  }
  return parsePolicyDocument(name, json);
}

const DECISIONS = { Allow: 'allowed', ExplicitDeny: 'explicitDeny', ImplicitDeny: 'implicitDeny' } as const;

interface Simulated {
  readonly documents: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
}

function simulated({ documents, boundary }: Simulated, request: AccessRequest): object {
  const bounds = boundary === undefined ? [] : [boundary];
  const own = evaluate(documents, request).effect;
  const bounded = boundary === undefined ? 'Allow' : evaluate(bounds, request).effect;
  const decision = DECISIONS[both(own, bounded)];
  const found = {
    MatchedStatements: matched([...documents, ...bounds], request, decision === 'allowed' ? 'Allow' : 'Deny'),
    MissingContextValues: missing([...documents, ...bounds], request),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: bounded === 'Allow' } }),
  };
  const resource = { EvalResourceName: request.resource, EvalResourceDecision: decision, ...found };
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: decision,
    ...found,
    ResourceSpecificResults: [resource],
  };
}

type Effect = keyof typeof DECISIONS;

function both(own: Effect, bounded: Effect): Effect {
  if (own === 'ExplicitDeny' || bounded === 'ExplicitDeny') return 'ExplicitDeny';
  return own === 'Allow' ? bounded : own;
}

/** The statements that decided: of those that allow all, unless one denies. By the policy's name here, and its `Sid`. */
function matched(documents: readonly PolicyDocument[], request: AccessRequest, effect: 'Allow' | 'Deny'): object[] {
  return documents.flatMap(({ name, statements }) =>
    statements
      .filter((statement) => statement.effect === effect && covers(statement, request))
      .map(({ id }) => ({
        SourcePolicyId: `${name}, statement ${id}`,
        SourcePolicyType: name.startsWith('PolicyInputList.') ? 'none' : 'role',
      })),
  );
}

/** Keys that statements about this action ask for, and that were not given. */
function missing(documents: readonly PolicyDocument[], request: AccessRequest): string[] {
  const about = documents.flatMap(({ statements }) => statements).filter((one) => coversAction(one, request));
  const asked = about.flatMap(({ conditions, resources }) => [
    ...conditions.map(({ key }) => key),
    ...resources.flatMap(({ segments }) =>
      segments.flat().flatMap((part) => ('variable' in part && part.fallback === undefined ? [part.variable] : [])),
    ),
  ]);
  return [...new Set(asked)].filter((key) => !request.context.has(key)).sort();
}
