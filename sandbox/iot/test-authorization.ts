import { z } from 'zod';
import { evaluate } from '../iam/evaluate.js';
import type { PolicyAttachments } from './policy-attachments.js';

/** What `iot:TestAuthorization` takes. */
export const testBody = z.object({
  principal: z.string().optional(),
  cognitoIdentityPoolId: z.string().optional(),
  policyNamesToAdd: z.array(z.string()).optional(),
  policyNamesToSkip: z.array(z.string()).optional(),
  authInfos: z
    .array(
      z.object({ actionType: z.enum(['PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'CONNECT']), resources: z.array(z.string()) }),
    )
    .min(1)
    .max(10),
});

const ACTION_OF = {
  PUBLISH: 'iot:Publish',
  SUBSCRIBE: 'iot:Subscribe',
  RECEIVE: 'iot:Receive',
  CONNECT: 'iot:Connect',
} as const;

/**
 * Judges by the attached IoT policies alone: whether AWS asks the IAM role too is not documented.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_TestAuthorization.html
 */
export function testAuthorization(
  attachments: PolicyAttachments,
  principal: string,
  authInfo: z.infer<typeof testBody>['authInfos'][number],
  query: URLSearchParams,
): object {
  const clientId = query.get('clientId');
  const context = new Map([['cognito-identity.amazonaws.com:sub', [principal]]]);
  if (clientId !== null) context.set('iot:clientid', [clientId]);
  const documents = attachments.documents(principal);
  const effects = authInfo.resources.map(
    (resource) => evaluate(documents, { action: ACTION_OF[authInfo.actionType], resource, context }).effect,
  );
  const policies = attachments.attached(principal).map(({ policyName, policyArn }) => ({ policyName, policyArn }));
  if (effects.includes('ExplicitDeny')) {
    return {
      authInfo,
      denied: { explicitDeny: { policies } },
      authDecision: 'EXPLICIT_DENY',
      missingContextValues: [],
    };
  }
  if (effects.includes('ImplicitDeny') || effects.length === 0) {
    return {
      authInfo,
      denied: { implicitDeny: { policies } },
      authDecision: 'IMPLICIT_DENY',
      missingContextValues: [],
    };
  }
  return { authInfo, allowed: { policies }, authDecision: 'ALLOWED', missingContextValues: [] };
}
