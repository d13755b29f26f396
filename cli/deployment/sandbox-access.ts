import type { OperatorCredentials } from '../../contract/sandbox-views.js';
import { DeploymentError } from './deployment-error.js';
import type { Outputs } from './outputs.js';

/**
 * What a client of AWS needs to ask a running sandbox instead, as its operator.
 *
 * @throws DeploymentError
 */
export async function sandboxAccess(url: string) {
  const view = async (name: string): Promise<unknown> => (await fetch(new URL(`/_sandbox/${name}`, url))).json();
  try {
    const [outputs, credentials] = await Promise.all([view('outputs'), view('operator')]);
    const { accessKeyId, secretAccessKey, sessionToken } = credentials as OperatorCredentials;
    return { outputs: outputs as Outputs, credentials: { accessKeyId, secretAccessKey, sessionToken }, endpoint: url };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DeploymentError(`no sandbox answers at ${url} (${why}); start one by \`cognito-iot sandbox\``);
  }
}
