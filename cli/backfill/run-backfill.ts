import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { backfill, countIdentities } from '../../operations/backfill.js';
import { type BackfillState, firstState, lookedAt } from '../../operations/backfill-state.js';
import { createIdentityPool } from '../../operations/identity-pages.js';
import { createIotPolicies } from '../../operations/iot-policies.js';
import { OperationError } from '../../operations/operation-error.js';
import { createRecorded } from '../../operations/recorded-identity.js';
import { REAL_TIME } from '../../operations/time.js';
import { openDeployment } from '../deployment/deployment.js';
import { listenForEnd } from '../ending.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import type { BackfillOptions } from './backfill-options.js';
import { createStateFile, type StateFile } from './state-file.js';

/** @returns the exit code */
export function runBackfill(options: BackfillOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const signal = listenForEnd();
    const { clientConfig, outputs, output: outputOf } = await openDeployment(options, 'IotPolicyName');
    const [identityPoolId, policyName] = [outputOf('IdentityPoolId'), outputOf('IotPolicyName')];
    // Slows down by itself when AWS throttles: others of the account may be using the same quota.
    const config = { ...clientConfig, retryMode: 'adaptive' };
    const pool = createIdentityPool({ client: new CognitoIdentityClient(config), identityPoolId, time: REAL_TIME });
    const tableName = outputs.DirectoryTable;
    const file = createStateFile(options.state ?? `backfill-${policyName}.json`, { identityPoolId, policyName });
    const from =
      formerState(file, options) ?? firstState(identityPoolId, policyName, await countIdentities(pool, signal));
    // What was counted half is nothing to go on from.
    if (signal.aborted) return 1;

    const begun = lookedAt(from);
    const progress = output.progress({ what: 'identities', total: Math.max(from.total - begun, 0) });
    const props = {
      pool,
      policies: createIotPolicies(new IoTClient(config), REAL_TIME, options.rate),
      policyName,
      revokedPolicyName: outputs.RevokedPolicyName,
      recorded: tableName ? createRecorded({ dynamodb: new DynamoDBClient(config), tableName }) : undefined,
      time: REAL_TIME,
      signal,
      dryRun: options.dryRun,
      save(state: BackfillState) {
        if (!options.dryRun) file.save(state);
        progress.to(lookedAt(state) - begun);
      },
    };
    const { state, complete } = await backfill(props, from).finally(() => progress.stop());
    if (complete && !options.dryRun) file.remove();
    tell(output, state, { complete, directory: tableName !== undefined, dryRun: options.dryRun });
    return complete && state.failed.length === 0 ? 0 : 1;
  });
}

/** @throws OperationError `Unfinished` where there is one, and nobody has said what is to become of it */
function formerState(file: StateFile, { dryRun, resume, state }: BackfillOptions): BackfillState | undefined {
  const former = dryRun ? undefined : file.read();
  if (former === undefined || resume) return former;
  const what = `a former run was cut off after ${lookedAt(former)} of ${former.total} identities`;
  const remedy = `give --resume to go on, or delete ${state ?? `backfill-${former.policyName}.json`} to begin anew`;
  throw new OperationError('Unfinished', `${what}; ${remedy}`);
}

const MEANINGS = {
  attached: 'attached',
  already: 'had it already',
  guests: 'guests, who need none',
  left: 'have left by DELETE, and get it when they call',
  revoked: 'are revoked',
  unrecorded: 'are not in the directory, and get it when they call',
} as const;

function tell(
  output: Output,
  { counts, failed, policyName, identityPoolId }: BackfillState,
  told: { readonly complete: boolean; readonly directory: boolean; readonly dryRun: boolean },
): void {
  output.value({ identityPoolId, policyName, ...told, ...counts, failed });
  for (const fate of Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]) {
    const meaning = fate === 'attached' && told.dryRun ? 'would be attached' : MEANINGS[fate];
    if (counts[fate] > 0 || fate === 'attached') output.line(`${counts[fate]} ${meaning}`);
  }
  for (const { identityId, error } of failed) output.line(`${identityId}: ${error}`);
  if (!told.complete) output.note('Interrupted: give --resume to go on.');
}
