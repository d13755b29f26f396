import type { Request } from 'express';
import type { JWTPayload } from 'jose';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { callOf } from '../../http/wire-request.js';
import type { VerifiedCaller } from '../../iam/sigv4.js';
import { partitionOf } from '../../template/partition.js';
import { type Admission, admitSigner, requireForAnyone } from '../admission.js';
import { decodedPath } from '../path-template.js';
import type { RequestNotes } from '../requests/request-log.js';
import { verifyUserPoolToken } from '../user-pool-token.js';
import type { MethodSettings, RestApiSettings, UserPoolAuthorization } from './rest-api.js';
import type { RestApisOptions } from './rest-apis-options.js';

/** Who called, by signature or by token; neither on a method that anybody may call. */
export interface MethodCaller {
  readonly signer?: VerifiedCaller;
  readonly claims?: JWTPayload;
}

interface Requested {
  readonly request: Request;
  readonly method: MethodSettings;
  readonly note: RequestNotes;
}

/**
 * How a method's authorization and the API's own policy work together.
 *
 * @throws AwsError as API Gateway refuses
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export async function admitToMethod(
  api: RestApiSettings,
  { request, method, note }: Requested,
  options: RestApisOptions,
): Promise<MethodCaller> {
  const { doors, accountId, decisions, clock } = options;
  const { authorization, integration } = method;
  const stage = `arn:${partitionOf(doors.region).name}:execute-api:${doors.region}:${accountId}:${api.restApiId}/${api.stageName}`;
  const resources = spellingsOf(request.path).map((path) => `${stage}/${request.method}${path}`);
  const call = callOf(request, () => ({}));
  const admission: Admission = { call, actions: ['execute-api:Invoke'], resources, policy: api.policy, note };
  try {
    if (authorization.type === 'unsupported') throw new UnsupportedError(authorization.what);
    if (authorization.type === 'AWS_IAM') return { signer: await admitSigner(admission, 'execute-api', doors) };
    if (authorization.type === 'NONE') {
      requireForAnyone(admission, decisions, clock.now());
      // A preflight stands before every other request, and counts for none.
      if (integration.type !== 'MOCK') await doors.guard.enter('execute-api:Invoke');
      return {};
    }
    const claims = await claimsOf(authorization, request, options, note);
    // Of token and policy AWS's description of the flow asks for both.
    requireForAnyone(admission, decisions, clock.now());
    await doors.guard.enter('execute-api:Invoke');
    return { claims };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof UnsupportedError) throw error;
    // API Gateway shows only the last digits of the account in the resource.
    const masked = error.message.replaceAll(stage, stage.replace(accountId, `********${accountId.slice(-4)}`));
    throw new AwsError(error.code, masked, error.status);
  }
}

/**
 * Whether AWS decodes a path before it is held against policies is not documented, nor whether the slash at its end
 * counts, which makes no other resource of it: so all of them have to be allowed.
 */
function spellingsOf(path: string): string[] {
  const written = [path, decodedPath(path)];
  return [...new Set([...written, ...written.map((one) => one.replace(/(.)\/$/, '$1'))])];
}

/**
 * Without scopes of the method an ID token, with them an access token that has one of them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
async function claimsOf(
  { userPoolIds, header, scopes }: UserPoolAuthorization,
  request: Request,
  { userPoolKeys, doors: { region }, clock }: RestApisOptions,
  note: RequestNotes,
): Promise<JWTPayload> {
  const refused = (reason: string) => {
    note({ reason });
    return new AwsError('UnauthorizedException', 'Unauthorized', 401);
  };
  const token = request.get(header)?.replace(/^Bearer +/i, '');
  if (token === undefined || token === '') throw refused(`There is no token in the header ${header}.`);
  const verdict = await verifyUserPoolToken(token, { userPoolIds, region, userPoolKeys, now: clock.now() });
  if (!verdict.ok) throw refused(`The token was refused: ${verdict.why}`);
  const { claims } = verdict;
  note({ caller: String(claims.sub) });
  const wanted = scopes.length === 0 ? 'id' : 'access';
  if (claims.token_use !== wanted) throw refused(`The token is no ${wanted} token, which this method takes.`);
  const given = String(claims.scope ?? '').split(' ');
  if (scopes.length > 0 && !scopes.some((scope) => given.includes(scope))) {
    throw refused(`The token has the scopes ${given.join(' ')}, and the method takes ${scopes.join(' ')}.`);
  }
  return claims;
}
