import { App, Duration, Stack } from 'aws-cdk-lib';
import { CognitoSignIn } from '../../../lib/index.js';
import { resource, synthesizedTemplate } from '../synthesized-template.js';

const clientOf = (settings: object) =>
  resource(synthesizedTemplate(settings), 'AWS::Cognito::UserPoolClient').Properties;

describe('tokenValidity', () => {
  it('is that of the app client, in minutes', () => {
    expect(clientOf({ tokenValidity: { idToken: 5, accessToken: 1440, refreshToken: 87_600 } })).toMatchObject({
      IdTokenValidity: 5,
      AccessTokenValidity: 1440,
      RefreshTokenValidity: 5_256_000,
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  it('of one token leaves the others as AWS has them', () => {
    const client = clientOf({ tokenValidity: { idToken: 15 } });
    expect(client).toMatchObject({ IdTokenValidity: 15, TokenValidityUnits: { IdToken: 'minutes' } });
    expect(client).not.toHaveProperty('RefreshTokenValidity');
  });

  it('is that of an app client of ours on a user pool of somebody else', () => {
    const existing = { userPoolId: 'eu-west-1_EXAMPLE' };
    expect(clientOf({ existing, tokenValidity: { idToken: 15 } })).toMatchObject({ IdTokenValidity: 15 });
  });

  it.each([
    [{ idToken: Duration.minutes(4) }, 'tokenValidity.idToken: given 4 minutes; allowed: 5 minutes to 24 hours'],
    [{ accessToken: Duration.hours(25) }, 'tokenValidity.accessToken: given 1500 minutes; allowed: 5 minutes to 24'],
    [{ refreshToken: Duration.minutes(59) }, 'tokenValidity.refreshToken: given 59 minutes; allowed: 1 hour to 3650'],
    [{ refreshToken: Duration.days(3651) }, 'tokenValidity.refreshToken: given 5257440 minutes'],
    [
      { idToken: Duration.hours(2), refreshToken: Duration.hours(1) },
      'tokenValidity.idToken: given 120 minutes; allowed: as long as the refresh token, 60 minutes, at most',
    ],
  ])('is refused where AWS would: %#', (tokenValidity, says) => {
    expect(() => new CognitoSignIn(new Stack(new App()), 'SignIn', { tokenValidity })).toThrow(says);
  });
});
