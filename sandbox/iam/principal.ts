import type { PolicyDocument } from './policy-document.js';

/** Who made a signed call: an assumed role, and the Cognito identity behind it where there is one. */
export interface Principal {
  readonly accountId: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<session>`, as AWS names the caller in its refusals. */
  readonly arn: string;
  /** `arn:aws:iam::…:role/<role>`, as `aws:PrincipalArn` names every session of the role. */
  readonly roleArn: string;
  /** `AROA…:<session>`. */
  readonly userId: string;
  /** The role's own policies, and nothing that is attached to a resource or an identity. */
  readonly documents: readonly PolicyDocument[];
  /** The role's permissions boundary: where there is one, the role's policies AND this have to allow. */
  readonly boundary?: PolicyDocument;
  /** Where there is one, the role's policies AND this have to allow. */
  readonly sessionPolicy?: PolicyDocument;
  /** Session tags, by key: `aws:PrincipalTag/<key>`. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly cognito?: CognitoCaller;
}

/** What Cognito wrote into the credentials; it comes with the signature and from nowhere else. */
export interface CognitoCaller {
  /** `region:uuid`. */
  readonly identityId: string;
  readonly identityPoolId: string;
  readonly authenticationType: 'authenticated' | 'unauthenticated';
  /** That, then each provider and its login, as in the token that STS was shown. */
  readonly amr: readonly string[];
  /** `cognito-idp.<region>.amazonaws.com/<pool>,cognito-idp.…:CognitoSignIn:<sub>`; empty for guests. */
  readonly authenticationProvider: string;
  /** In the basic (classic) flow it was STS that gave the credentials. */
  readonly flow?: 'basic';
}

/**
 * The identity that API Gateway and Lambda show to a function: "only if the request was signed with Amazon Cognito
 * credentials". Whether those of the basic flow are such is not documented, so a function does not see who came by it.
 * To AWS IoT they are an identity's, which asks for more than a role without one.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variable-reference.html
 */
export function identityForFunctions({ cognito }: Principal): CognitoCaller | undefined {
  return cognito?.flow === 'basic' ? undefined : cognito;
}
