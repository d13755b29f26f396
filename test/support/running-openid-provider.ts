import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createBrowser, type Visit } from './browser.js';

export interface RunningOpenIdProvider {
  readonly issuer: string;
  /** As the user pool knows itself there. */
  readonly client: { readonly id: string; readonly secret: string };
  /** An ID token of the provider's user for an app, got with the authorization code and PKCE. */
  idToken(app: 'our-app' | 'other-app', user: string): Promise<string>;
  stop(): void;
}

const APP = 'http://localhost:8000';
const verifier = 'a-verifier-of-at-least-43-characters-0123456789';

/** `oidc-provider`, in a process of its own: it comes as ES modules only, and is nothing of ours. */
export async function runningOpenIdProvider(): Promise<RunningOpenIdProvider> {
  const script = join(import.meta.dirname, 'openid-provider.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  const issuer = String(line).trim().split('\n').at(-1) ?? '';
  if (!issuer.startsWith('http')) throw new Error(`the OpenID provider did not start: ${issuer}`);
  return {
    issuer,
    client: { id: 'user-pool', secret: 'a-secret-of-the-provider' },
    async idToken(app, user) {
      const browser = createBrowser();
      const parameters = {
        client_id: app,
        redirect_uri: APP,
        response_type: 'code',
        scope: 'openid email',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      };
      const start = `${issuer}/auth?${new URLSearchParams(parameters)}`;
      const back = await signInAtProvider(browser, start, user, (address) => address.startsWith(APP));
      const code = new URL(back.location ?? '').searchParams.get('code') ?? '';
      const form = {
        grant_type: 'authorization_code',
        client_id: app,
        redirect_uri: APP,
        code,
        code_verifier: verifier,
      };
      const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
      return ((await answer.json()) as { id_token: string }).id_token;
    },
    stop: () => void child.kill(),
  };
}

/** Goes on to the provider's page, signs in there, and comes back to the address of the app. */
export async function signInAtProvider(
  browser: ReturnType<typeof createBrowser>,
  start: string,
  user: string,
  isApp: (address: string) => boolean,
): Promise<Visit> {
  const page = await browser.open(start, isApp);
  const sent = await browser.submit(page, { login: user, password: 'any' });
  return sent.location === undefined || isApp(sent.location) ? sent : browser.open(sent.location, isApp);
}
