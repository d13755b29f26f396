import { z } from 'zod';
import { providerOfIdentity } from '../../contract/cognito-identity.js';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { type PolicyDocument, parsePolicyDocument } from '../iam/policy-document.js';
import type { Roles } from '../iam/roles.js';
import { type Operation, operationsOf } from '../service/operation.js';
import type { Peers } from '../service/peers.js';
import { wholeNumber } from '../service/query-fields.js';
import type { WebIdentity } from '../service/web-identity.js';

export interface WebIdentityParts {
  readonly roles: Pick<Roles, 'assumeRoleWithWebIdentity'>;
  readonly judge: Peers['judgeWebIdentity'];
  /** URLs of the providers that IAM knows. */
  readonly oidcProviders: readonly string[];
}

/** `PolicyArns` and `ProviderId` are refused by name. */
const fields = {
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: z
    .string()
    .min(2)
    .max(64)
    .regex(/^[\w+=,.@-]*$/),
  WebIdentityToken: z.string().min(4).max(20_000),
  Policy: z.string().min(1).max(2048).optional(),
  DurationSeconds: wholeNumber(900, 43_200).optional(),
};

/**
 * The last step of the basic (classic) flow: open to everybody, since the token is the access, and the role's trust
 * policy says to whom.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function assumeRoleWithWebIdentity({ roles, judge, oidcProviders }: WebIdentityParts): Operation {
  return operationsOf()({
    name: 'sts:AssumeRoleWithWebIdentity',
    access: 'public',
    fields,
    async run({ RoleArn, RoleSessionName, WebIdentityToken, Policy, DurationSeconds }) {
      const policy = Policy === undefined ? undefined : readSessionPolicy(Policy);
      const { identityId, identityPoolId, amr, tags } = await proven(WebIdentityToken, judge, oidcProviders);
      const assumed = roles.assumeRoleWithWebIdentity({
        roleArn: RoleArn,
        sessionName: RoleSessionName,
        claims: { aud: identityPoolId, amr, sub: identityId },
        identity: {
          identityId,
          identityPoolId,
          authenticationType: amr[0] === 'authenticated' ? 'authenticated' : 'unauthenticated',
          authenticationProvider: amr.slice(1).join(','),
          flow: 'basic',
        },
        tags,
        session: { policy, durationSeconds: DurationSeconds },
      });
      const { accessKeyId, secretAccessKey, sessionToken, expiration, principal } = assumed;
      return {
        SubjectFromWebIdentityToken: identityId,
        Audience: identityPoolId,
        AssumedRoleUser: { Arn: principal.arn, AssumedRoleId: principal.userId },
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: new Date(Math.floor(expiration / 1000) * 1000),
        },
        Provider: providerOfIdentity(identityId),
      };
    },
  });
}

async function proven(
  token: string,
  judge: Peers['judgeWebIdentity'],
  oidcProviders: readonly string[],
): Promise<WebIdentity> {
  const judged = await judge(token);
  switch (judged.verdict) {
    case 'valid':
      return judged;
    case 'no-token':
      throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
    case 'other-issuer':
      if (oidcProviders.includes(judged.issuer)) throw new UnsupportedError(`roles that trust ${judged.issuer} itself`);
      throw invalid(`No OpenIDConnect provider found in your account for ${judged.issuer}`);
    case 'not-signed-here':
      throw invalid('The web identity token that was passed could not be validated by AWS.');
    case 'no-classic-flow':
      throw invalid(`The identity pool ${judged.identityPoolId} does not allow the basic (classic) flow.`);
    case 'expired': {
      const message = `Token expired: current date/time ${judged.now} must be before the expiration date/time ${judged.exp}`;
      throw new AwsError('ExpiredTokenException', message);
    }
  }
}

const invalid = (message: string) => new AwsError('InvalidIdentityToken', message);

/** @throws AwsError; UnsupportedError for what cannot be judged */
function readSessionPolicy(text: string): PolicyDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (typeof json !== 'object' || json === null) throw malformed('This policy contains invalid Json');
  const document = parsePolicyDocument('session policy', json);
  if (document.statements.some(({ principals }) => Object.keys(principals).length > 0)) {
    throw malformed('Policy document should not specify a principal.');
  }
  return document;
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocument', message);
