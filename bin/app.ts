import { App } from 'aws-cdk-lib';
import { IotAccessStack, readSettings, SettingsError } from '../lib/index.js';

// Synthesized here, not when the process ends, so that a wrong setting leaves no half-made output behind.
const app = new App({ analyticsReporting: false, autoSynth: false });
try {
  new IotAccessStack(app, 'CognitoIotAccess', readSettings(app.node.tryGetContext('iotAccess')));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // A stack trace would bury the message.
  console.error(error.message);
  process.exitCode = 1;
}
