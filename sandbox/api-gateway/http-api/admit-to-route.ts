import type { JWTPayload } from 'jose';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { VerifiedCaller } from '../../iam/sigv4.js';
import type { Call } from '../../service/call-operation.js';
import { partitionOf } from '../../template/partition.js';
import { admitSigner } from '../admission.js';
import { decodedPath } from '../path-template.js';
import type { RequestNotes } from '../requests/request-log.js';
import { userPoolIssuer, verifyUserPoolToken } from '../user-pool-token.js';
import type { HttpApiSettings, JwtAuthorization, RouteSettings } from './http-api.js';
import type { HttpApisOptions } from './http-apis-options.js';

/** Who called, by signature or by token; neither on a route that anybody may call. */
export interface RouteCaller {
  readonly signer?: VerifiedCaller;
  readonly claims?: JWTPayload;
  /** Those of the token that the route asks for. */
  readonly scopes?: readonly string[] | null;
}

export interface RouteAdmission {
  readonly api: HttpApiSettings;
  readonly route: RouteSettings;
  readonly stageName: string;
  /** Below the stage, as it was sent. */
  readonly path: string;
  readonly call: Call;
  readonly note: RequestNotes;
}

/** A refusal with what a client is told in `WWW-Authenticate`. */
export class TokenRefused extends AwsError {
  readonly wwwAuthenticate: string;

  constructor(status: 401 | 403, wwwAuthenticate: string) {
    super(
      status === 401 ? 'UnauthorizedException' : 'ForbiddenException',
      status === 401 ? 'Unauthorized' : 'Forbidden',
      status,
    );
    this.wwwAuthenticate = wwwAuthenticate;
  }
}

/** @throws AwsError as an HTTP API refuses */
export async function admitToRoute(admission: RouteAdmission, options: HttpApisOptions): Promise<RouteCaller> {
  const { authorization } = admission.route;
  const { guard } = options.doors;
  if (authorization.type === 'unsupported') throw new UnsupportedError(authorization.what);
  if (authorization.type === 'AWS_IAM') return { signer: await admitSignerOf(admission, options) };
  const caller = authorization.type === 'NONE' ? {} : await tokenOf(authorization, admission, options);
  await guard.enter('execute-api:Invoke');
  return caller;
}

/** Whatever is wrong with a signature or its permission, an HTTP API says the same. */
async function admitSignerOf(
  { api, stageName, path, call, note }: RouteAdmission,
  { doors, accountId }: HttpApisOptions,
): Promise<VerifiedCaller> {
  const stage = `arn:${partitionOf(doors.region).name}:execute-api:${doors.region}:${accountId}:${api.apiId}/${stageName}`;
  // Whether AWS decodes a path before it is held against policies is not documented, so both have to be allowed.
  const paths = new Set([path, decodedPath(path)]);
  const resources = [...paths].map((asked) => `${stage}/${call.wire.method}${asked}`);
  try {
    const admitted = { call, actions: ['execute-api:Invoke'], resources, policy: undefined, note } as const;
    return await admitSigner(admitted, 'execute-api', doors);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 403) throw error;
    note({ reason: error.message });
    throw new AwsError('ForbiddenException', 'Forbidden', 403);
  }
}

/**
 * Signature, issuer, audience, times and scopes of a token.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
async function tokenOf(
  { authorizer, issuer, audience, identitySource, scopes }: JwtAuthorization,
  { call: { wire }, note }: RouteAdmission,
  { userPoolKeys, userPoolIds, doors: { region }, clock }: HttpApisOptions,
): Promise<RouteCaller> {
  const userPoolId = userPoolIds.find((id) => userPoolIssuer(region, id) === issuer);
  if (userPoolId === undefined) {
    throw new UnsupportedError(
      `the issuer ${issuer} of authorizer ${authorizer}, which is no user pool of the template`,
    );
  }
  const { in: place, name } = identitySource;
  const given = (place === 'header' ? wire.headers[name] : wire.query.get(name)) ?? '';
  const token = given.replace(/^Bearer +/i, '');
  const refused = (status: 401 | 403, why: string, error?: string) => {
    note({ reason: why });
    const scope = `scope="${scopes.join(' ')}"`;
    return new TokenRefused(
      status,
      error === undefined
        ? 'Bearer'
        : `Bearer ${scope} error="${error}" error_description="${why.replaceAll('"', "'")}"`,
    );
  };
  if (token === '') throw refused(401, `There is no token in the ${place} ${name}.`);
  const now = clock.now();
  const verdict = await verifyUserPoolToken(token, { userPoolIds: [userPoolId], region, userPoolKeys, now });
  if (!verdict.ok) throw refused(401, `the token was refused: ${verdict.why}`, 'invalid_token');
  const { claims } = verdict;
  note({ caller: String(claims.sub) });
  if (typeof claims.iat === 'number' && claims.iat * 1000 > now) {
    throw refused(401, 'the token was issued later than now', 'invalid_token');
  }
  // `client_id` counts where there is no `aud`.
  const audiences = [claims.aud ?? claims.client_id].flat();
  if (!audiences.some((one) => audience.includes(String(one)))) {
    throw refused(401, 'the token does not have a valid audience', 'invalid_token');
  }
  const has = String(claims.scope ?? claims.scp ?? '').split(' ');
  const matching = scopes.filter((scope) => has.includes(scope));
  if (scopes.length > 0 && matching.length === 0) {
    throw refused(403, 'the token does not have any of the required scopes', 'insufficient_scope');
  }
  return { claims, scopes: scopes.length === 0 ? null : matching };
}
