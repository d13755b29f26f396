import { generateSync } from 'otplib';
import { ada, addConfirmed, newWorld, signIn, type World } from '../people.js';

export const withMfa = (MfaConfiguration: 'OPTIONAL' | 'ON') => ({
  MfaConfiguration,
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
});
/** The code that an authenticator shows. */
export const codeOf = ({ clock }: World, secret: string, moved = 0) =>
  generateSync({ secret, epoch: Math.floor((clock.now() + moved) / 1000) });

export const passwordSignIn = (world: World) =>
  world.call<{ ChallengeName?: string; Session: string; ChallengeParameters: object }>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: ada.email, PASSWORD: ada.password },
  });
export const answer = (world: World, Session: string, SOFTWARE_TOKEN_MFA_CODE: string, more: object = {}) =>
  world.call('RespondToAuthChallenge', {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session,
    ChallengeResponses: { USERNAME: ada.email, SOFTWARE_TOKEN_MFA_CODE },
    ...more,
  });

/** Ada, with an authenticator that she has to use from now on; 30 seconds after its first code. */
export async function withAuthenticator(pool: 'OPTIONAL' | 'ON' = 'OPTIONAL') {
  const world = newWorld(withMfa(pool));
  await addConfirmed(world);
  const { AccessToken } = await signIn(world);
  const { SecretCode: secret } = await world.call<{ SecretCode: string }>('AssociateSoftwareToken', { AccessToken });
  await world.call('VerifySoftwareToken', {
    AccessToken,
    UserCode: codeOf(world, secret),
    FriendlyDeviceName: 'phone',
  });
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await world.call('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings });
  world.clock.advance(60_000);
  return { world, secret, AccessToken };
}
