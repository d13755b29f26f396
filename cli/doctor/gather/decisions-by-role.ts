import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { providerOfIdentity } from '../../../contract/cognito-identity.js';
import { type Answer, ask } from '../answer.js';
import type { Decision } from '../facts.js';
import { type AskedAction, askedActions, type Question } from './asked-actions.js';
import type { Clients } from './clients.js';

/** What the role's policies say, with its permissions boundary, by IAM's policy simulation. */
export async function decisionsByRole(question: Question, { iam }: Clients): Promise<Answer<readonly Decision[]>> {
  const ContextEntries = contextOf(question);
  return ask('iam:SimulatePrincipalPolicy', () =>
    Promise.all(
      askedActions(question).map(async (asked) => {
        const { EvaluationResults = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: question.role.arn,
            ActionNames: [nameOf(asked)],
            ResourceArns: [asked.resource],
            ContextEntries,
          }),
        );
        const [result] = EvaluationResults;
        const decided = result?.EvalDecision;
        return {
          ...asked,
          effect: decided === 'allowed' ? 'allow' : decided === 'explicitDeny' ? 'explicitDeny' : 'implicitDeny',
          boundaryForbids: result?.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
          missing: result?.MissingContextValues ?? [],
        } satisfies Decision;
      }),
    ),
  );
}

function nameOf({ action }: AskedAction): string {
  return action === 'Invoke' ? 'execute-api:Invoke' : `iot:${action}`;
}

/** What credentials of the identity pool bring with them. */
function contextOf({ identity: { identityId, logins }, outputs }: Question) {
  const provider = providerOfIdentity(identityId);
  const key = (name: string, type: 'string' | 'stringList', values: readonly string[]) => ({
    ContextKeyName: `${provider}:${name}`,
    ContextKeyType: type,
    ContextKeyValues: [...values],
  });
  return [
    key('sub', 'string', [identityId]),
    key('aud', 'string', [outputs.IdentityPoolId ?? '']),
    key('amr', 'stringList', logins.length === 0 ? ['unauthenticated'] : ['authenticated', ...logins]),
  ];
}
