import { type ActionType, type AuthResult, TestAuthorizationCommand } from '@aws-sdk/client-iot';
import { type Answer, ask } from '../answer.js';
import type { Action, Decision } from '../facts.js';
import { askedActions, type Question } from './asked-actions.js';
import type { Clients } from './clients.js';

/** What `TestAuthorization` knows; it knows no RetainPublish. */
const TYPES: Partial<Record<Action, ActionType>> = {
  Connect: 'CONNECT',
  Publish: 'PUBLISH',
  Subscribe: 'SUBSCRIBE',
  Receive: 'RECEIVE',
};

/** What the IoT policies on the identity say. Whether AWS asks the role as well is not documented. */
export async function decisionsByIotPolicies(
  question: Question,
  { iot }: Clients,
): Promise<Answer<readonly Decision[]>> {
  const { identity, asked, outputs } = question;
  // Of a guest AWS IoT asks the role alone.
  if (identity.logins.length === 0) return { known: [] };
  const known = askedActions(question).flatMap((one) => {
    const actionType = TYPES[one.action];
    return actionType === undefined ? [] : [{ ...one, actionType }];
  });
  return ask('iot:TestAuthorization', async () => {
    const { authResults = [] } = await iot.send(
      new TestAuthorizationCommand({
        principal: identity.identityId,
        cognitoIdentityPoolId: outputs.IdentityPoolId,
        clientId: asked.clientId ?? identity.identityId,
        authInfos: known.map(({ actionType, resource }) => ({ actionType, resources: [resource] })),
      }),
    );
    return known.map(({ action, resource }, place) => ({ action, resource, ...decided(authResults[place]) }));
  });
}

function decided(result: AuthResult | undefined): Pick<Decision, 'effect' | 'denying'> {
  if (result?.authDecision === 'ALLOWED') return { effect: 'allow' };
  if (result?.authDecision !== 'EXPLICIT_DENY') return { effect: 'implicitDeny' };
  const denying = (result.denied?.explicitDeny?.policies ?? []).map(({ policyName = '' }) => policyName);
  return { effect: 'explicitDeny', denying };
}
