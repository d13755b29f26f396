import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { OAuthError } from './sign-in-errors.js';

/** What a code stands for. */
export interface AuthorizationGrant {
  readonly request: AuthorizationRequest;
  /** Of the user. */
  readonly sub: string;
}

export interface CodeExchange {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string | undefined;
}

export type AuthorizationCodes = ReturnType<typeof createAuthorizationCodes>;

/** https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html: five minutes */
const VALIDITY = 5 * 60_000;

/** Authorization codes live for minutes, so they are not part of the state that is kept. */
export function createAuthorizationCodes(clock: Clock) {
  const grants = new Map<string, AuthorizationGrant & { readonly expiresAt: number }>();
  return {
    issue(grant: AuthorizationGrant): string {
      for (const [code, { expiresAt }] of grants) if (expiresAt <= clock.now()) grants.delete(code);
      const code = randomUUID();
      grants.set(code, { ...grant, expiresAt: clock.now() + VALIDITY });
      return code;
    },

    /** Uses up the code, whatever comes of it. @throws OAuthError `invalid_grant` */
    redeem({ code, clientId, redirectUri, codeVerifier }: CodeExchange): AuthorizationGrant {
      const grant = grants.get(code);
      grants.delete(code);
      if (grant === undefined || grant.expiresAt <= clock.now()) throw invalid('The code is not valid, or used up.');
      const { request } = grant;
      if (request.clientId !== clientId) throw invalid('The code was issued to another client.');
      if (request.redirectUri !== redirectUri) throw invalid('The redirect_uri is not that of the code.');
      const challenge = codeVerifier === undefined ? undefined : s256(codeVerifier);
      if (request.codeChallenge !== challenge) throw invalid('The code_verifier does not fit the code_challenge.');
      return grant;
    },
  };
}

function s256(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

const invalid = (description: string) => new OAuthError('invalid_grant', description);
