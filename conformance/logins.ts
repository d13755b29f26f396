import type { Place } from './place.js';

/** How a token of the stack's user pool is shown to the identity pool. */
export function logins({ Region, UserPoolId }: Place['outputs'], idToken: string) {
  return { [`cognito-idp.${Region}.amazonaws.com/${UserPoolId}`]: idToken };
}
