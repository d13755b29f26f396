import type { SignInOutput } from 'aws-amplify/auth';
import type { Screen } from './account-state.js';

/** What Cognito asks for next. @returns undefined when the user is in */
export function nextScreen({ isSignedIn, nextStep }: SignInOutput, appName: string): Screen | undefined {
  if (isSignedIn) return undefined;
  switch (nextStep.signInStep) {
    case 'DONE':
      return undefined;
    case 'CONFIRM_SIGN_UP':
      return { name: 'confirmSignUp' };
    case 'RESET_PASSWORD':
      return { name: 'confirmReset' };
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { name: 'newPassword', missing: (nextStep.missingAttributes ?? []).map(String) };
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { name: 'code', from: 'app' };
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
      return { name: 'code', from: 'phone' };
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return { name: 'code', from: 'mail' };
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
    case 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION':
      return { name: 'chooseFactor', factors: nextStep.allowedMFATypes ?? [] };
    case 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP':
      return { name: 'setUpMail' };
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP': {
      const { sharedSecret, getSetupUri } = nextStep.totpSetupDetails;
      return { name: 'setUpApp', secret: sharedSecret, uri: String(getSetupUri(appName)) };
    }
    default:
      return { name: 'unknown', step: nextStep.signInStep };
  }
}
