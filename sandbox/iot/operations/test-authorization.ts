import { z } from 'zod';
import { providerOfIdentity } from '../../../contract/cognito-identity.js';
import type { Verdict } from '../../../contract/decision.js';
import { UnsupportedError } from '../../base/errors.js';
import { evaluate } from '../../iam/evaluate.js';
import type { PolicyDocument } from '../../iam/policy-document.js';
import { operationsOf, type ResourceOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import type { PolicyAttachments } from '../policy-attachments.js';
import type { IotArn } from './iot-parts.js';
import { summaryOf } from './policy-fields.js';

const operation = operationsOf();

const authInfo = z.strictObject({
  actionType: z.enum(['PUBLISH', 'SUBSCRIBE', 'RECEIVE', 'CONNECT']),
  resources: z.array(z.string()),
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
  access: { readonly iam: ResourceOf },
  arn: IotArn,
): RestOperation {
  return restOperation(
    { method: 'POST', path: '/test-authorization', query: ['clientId'] },
    operation({
      name: 'iot:TestAuthorization',
      access,
      quota: 10,
      fields: {
        principal: z.string().default(''),
        clientId: z.string().optional(),
        cognitoIdentityPoolId: z.string().optional(),
        policyNamesToAdd: z.array(z.string()).default([]),
        policyNamesToSkip: z.array(z.string()).default([]),
        authInfos: z.array(authInfo).min(1).max(10),
      },
      run({ principal, clientId, authInfos, policyNamesToAdd, policyNamesToSkip }) {
        if (policyNamesToAdd.length > 0 || policyNamesToSkip.length > 0) {
          throw new UnsupportedError('policyNamesToAdd and policyNamesToSkip of iot:TestAuthorization');
        }
        const policies = attachments.attached(principal).map((policy) => summaryOf(policy, arn));
        const documents = attachments.documents(principal);
        return { authResults: authInfos.map((asked) => resultOf(asked, { principal, clientId, documents, policies })) };
      },
    }),
  );
}

interface Asking {
  readonly principal: string;
  readonly clientId: string | undefined;
  readonly documents: readonly PolicyDocument[];
  /** How the answer names them. */
  readonly policies: readonly { readonly policyName: string }[];
}

/** Each answer names the policies that speak so: https://docs.aws.amazon.com/iot/latest/apireference/API_ExplicitDeny.html */
function resultOf(asked: z.infer<typeof authInfo>, { principal, clientId, documents, policies }: Asking): object {
  const context = new Map([[`${providerOfIdentity(principal)}:sub`, [principal]]]);
  if (clientId !== undefined) context.set('iot:clientid', [clientId]);
  const effectsBy = (deciding: readonly PolicyDocument[]) =>
    asked.resources.map(
      (resource) => evaluate(deciding, { action: ACTION_OF[asked.actionType], resource, context }).effect,
    );
  const speaking = (effect: Verdict['effect']) =>
    policies.filter(({ policyName }) =>
      effectsBy(documents.filter(({ name }) => name === `IoT policy ${policyName}`)).includes(effect),
    );
  const effects = effectsBy(documents);
  const result = { authInfo: asked, missingContextValues: [] };
  if (effects.includes('ExplicitDeny')) {
    const explicitDeny = { policies: speaking('ExplicitDeny') };
    return { ...result, denied: { explicitDeny }, authDecision: 'EXPLICIT_DENY' };
  }
  if (effects.includes('ImplicitDeny') || effects.length === 0) {
    const implicitDeny = { policies: speaking('ImplicitDeny') };
    return { ...result, denied: { implicitDeny }, authDecision: 'IMPLICIT_DENY' };
  }
  return { ...result, allowed: { policies: speaking('Allow') }, authDecision: 'ALLOWED' };
}
