import type { Duration } from 'aws-cdk-lib';
import type { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { defined } from '../defined.js';
import type { Problem } from '../settings-error.js';

/**
 * How long what a sign-in gives is good for. Credentials of the identity pool live for an hour whatever stands here: with
 * an ID token that is good, new ones are had at once, and then the refresh token gives a new ID token.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export interface TokenValidity {
  /** 5 minutes to 24 hours, and no longer than the refresh token. @default Duration.hours(1) */
  readonly idToken?: Duration;
  /** 5 minutes to 24 hours, and no longer than the refresh token. @default Duration.hours(1) */
  readonly accessToken?: Duration;
  /** One hour to ten years; after that users sign in again. @default Duration.days(30) */
  readonly refreshToken?: Duration;
}

export function tokenValidityProps({ idToken, accessToken, refreshToken }: TokenValidity): UserPoolClientOptions {
  return defined({
    idTokenValidity: idToken,
    accessTokenValidity: accessToken,
    refreshTokenValidity: refreshToken,
  });
}

const [HOUR, DAY] = [60, 24 * 60];

export function tokenValidityProblems({ idToken, accessToken, refreshToken }: TokenValidity): Problem[] {
  const refresh = refreshToken?.toMinutes({ integral: false }) ?? 30 * DAY;
  const short = (name: string, given: Duration | undefined): Problem[] => {
    const minutes = given?.toMinutes({ integral: false });
    if (minutes === undefined) return [];
    const where = `tokenValidity.${name}`;
    if (minutes < 5 || minutes > DAY)
      return [{ where, what: `given ${told(minutes)}; allowed: 5 minutes to 24 hours` }];
    return minutes <= refresh
      ? []
      : [{ where, what: `given ${told(minutes)}; allowed: as long as the refresh token, ${told(refresh)}, at most` }];
  };
  return [
    ...(refresh < HOUR || refresh > 3650 * DAY
      ? [{ where: 'tokenValidity.refreshToken', what: `given ${told(refresh)}; allowed: 1 hour to 3650 days` }]
      : []),
    ...short('idToken', idToken),
    ...short('accessToken', accessToken),
  ];
}

const told = (minutes: number) => `${minutes} minutes`;
