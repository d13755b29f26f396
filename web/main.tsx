import './styles/page.css';
import './styles/controls.css';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAccount } from './account/account.js';
import { followAmplify } from './account/follow-amplify.js';
import { isUserKept } from './account/signed-out-elsewhere.js';
import type { AppProps } from './app.js';
import { configureAmplify } from './configuration/configure-amplify.js';
import { loadPageConfiguration } from './configuration/page-configuration.js';
import { createSandboxReader } from './sandbox/sandbox-reader.js';
import { createVisit } from './session/visit.js';
import { Start } from './start/start.js';
import { createStarter } from './start/starter.js';
import { afterPauseOrOnline } from './start/when-online.js';

const PAGE = document.getElementById('page');
const STARTER = createStarter({ load: loadApp, again: afterPauseOrOnline });
if (PAGE !== null) {
  createRoot(PAGE).render(
    <StrictMode>
      <Start starter={STARTER} />
    </StrictMode>,
  );
  void STARTER.attempt();
}

// configuration → Amplify → who is signed in → what they see
async function loadApp(): Promise<AppProps> {
  const configuration = await loadPageConfiguration();
  configureAmplify(configuration);
  const { sandboxUrl, stackName } = configuration;
  const sandbox = sandboxUrl === undefined ? undefined : createSandboxReader(sandboxUrl);
  const auth = {
    confirmResetPassword,
    confirmSignIn,
    confirmSignUp,
    getCurrentUser,
    resendSignUpCode,
    resetPassword,
    signIn,
    signOut,
    signUp,
  };
  const account = createAccount(auth, stackName);
  followAmplify(account);
  const claims = async () => (await fetchAuthSession()).tokens?.idToken?.payload ?? {};
  const load = () => import('./session/user-part.js');
  const visit = createVisit({ load, configuration, sandbox, credentials: fetchAuthSession, claims });
  // Who was here before needs it all, and is not made to wait for one after the other.
  if (isUserKept(configuration.outputs.UserPoolClientId)) void visit.prepare();
  await account.restore();
  return { configuration, account, visit, sandbox };
}
