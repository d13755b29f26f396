import { Router } from 'express';

export interface OpenIdOptions {
  /** Throws for an unknown pool. */
  readonly jwks: (userPoolId: string) => Promise<object>;
  readonly openIdConfiguration: (userPoolId: string) => object;
}

/** What a user pool publishes for whoever verifies its tokens. */
export function openIdRouter({ jwks, openIdConfiguration }: OpenIdOptions): Router {
  const router = Router({ caseSensitive: true });
  const serve = (path: string, answer: (userPoolId: string) => object | Promise<object>) => {
    router.get(path, async (request, response) => {
      const { userPoolId = '' } = request.params as Record<string, string>;
      response.set('access-control-allow-origin', '*').json(await answer(userPoolId));
    });
  };
  serve('/:userPoolId/.well-known/jwks.json', jwks);
  serve('/:userPoolId/.well-known/openid-configuration', openIdConfiguration);
  return router;
}
