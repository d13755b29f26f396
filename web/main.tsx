import './styles/amplify.css';
import './styles/page.css';
import './styles/controls.css';
import { fetchAuthSession } from 'aws-amplify/auth';
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { App } from './app.js';
import { configureAmplify } from './configuration/configure-amplify.js';
import { loadPageConfiguration } from './configuration/page-configuration.js';
import { createSandboxReader } from './sandbox/sandbox-reader.js';
import { createSession } from './session/session.js';

const PAGE = document.getElementById('page');
if (PAGE !== null) await show(createRoot(PAGE));

// configuration → Amplify → session → page
async function show(root: Root): Promise<void> {
  try {
    const configuration = await loadPageConfiguration();
    configureAmplify(configuration);
    const { sandboxUrl } = configuration;
    const sandbox = sandboxUrl === undefined ? undefined : createSandboxReader(sandboxUrl);
    const session = createSession({ configuration, sandbox, credentials: fetchAuthSession });
    root.render(
      <StrictMode>
        <App configuration={configuration} session={session} sandbox={sandbox} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(
      <main className="cannot-start">
        <h1>This page cannot start</h1>
        <p role="alert">{error instanceof Error ? error.message : String(error)}</p>
      </main>,
    );
  }
}
