import { Annotations, App } from 'aws-cdk-lib';
import { IotAccessStack, readSettings } from '../lib/index.js';
import { SettingsError } from '../lib/settings-error.js';
import { settingsInForce } from './settings-in-force.js';

// Synthesized here, not when the process ends, so that a wrong setting leaves no half-made output behind.
const app = new App({ analyticsReporting: false, autoSynth: false });
const { value, told } = settingsInForce(app.node.tryGetContext('iotAccess'));
try {
  const stack = new IotAccessStack(app, 'CognitoIotAccess', readSettings(value));
  // The CLI prints it with every synthesis and deployment; the template stays as it is.
  Annotations.of(stack).addInfo(told);
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  // A stack trace would bury the message.
  console.error(error.message);
  process.exitCode = 1;
}
