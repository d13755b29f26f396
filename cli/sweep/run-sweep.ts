import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import type { DeviceGrantsConfiguration } from '../../contract/device-grants-configuration.js';
import { createSweepTools } from '../../operations/create-sweep-tools.js';
import { createIdentityPool } from '../../operations/identity-pages.js';
import { createIotPolicies } from '../../operations/iot-policies.js';
import { sweep } from '../../operations/sweep.js';
import { sweepOrphans } from '../../operations/sweep-orphans.js';
import type { SweptUser } from '../../operations/sweep-user.js';
import { REAL_TIME as time } from '../../operations/time.js';
import { type Deployment, openDeployment } from '../deployment/deployment.js';
import { listenForEnd } from '../ending.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import type { SweepCommandOptions } from './sweep-options.js';

/** @returns the exit code */
export function runSweep(options: SweepCommandOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const signal = listenForEnd();
    const deployment = await openDeployment(options, 'IotPolicyName');
    const isOver = () => signal.aborted;
    const result = await sweptUsers(deployment, options, { output, isOver });
    if (result === undefined) output.note(NO_DIRECTORY);
    const orphans = await sweptOrphans(deployment, options, isOver);
    const { known, users = [], complete = true } = result ?? {};
    const done = complete && !signal.aborted;
    output.value({ directory: result !== undefined, known, users, orphans, dryRun: options.dryRun, complete: done });
    for (const user of users) output.line(lineOf(user, options.dryRun));
    for (const identityId of orphans) {
      output.line(`${identityId}: is no longer in the identity pool, and ${would(options.dryRun)} the IoT policy`);
    }
    if (users.length + orphans.length === 0) output.line('Nothing is left behind.');
    if (!done) output.note('Not all is done: the same command goes on where this one was.');
    return done ? 0 : 1;
  });
}

interface Under {
  readonly output: Output;
  readonly isOver: () => boolean;
}

/** Undefined: there is no directory. */
async function sweptUsers(
  { clientConfig, outputs, output: outputOf }: Deployment,
  options: SweepCommandOptions,
  under: Under,
) {
  const { output, isOver } = under;
  const { DirectoryTable: tableName, DeviceGrants, RevokedPolicyName } = outputs;
  if (!tableName) return undefined;
  // Slows down by itself when AWS throttles: others of the account may be using the same quota.
  const config = { ...clientConfig, retryMode: 'adaptive' };
  const devices = DeviceGrants ? (JSON.parse(DeviceGrants) as DeviceGrantsConfiguration) : undefined;
  const tools = createSweepTools({
    cognito: new CognitoIdentityProviderClient(config),
    identities: new CognitoIdentityClient(config),
    dynamodb: new DynamoDBClient(config),
    iot: new IoTClient(config),
    tableName,
    identityPoolId: outputOf('IdentityPoolId'),
    userPoolId: outputOf('UserPoolId'),
    sharedPolicies: [outputOf('IotPolicyName'), ...(RevokedPolicyName ? [RevokedPolicyName] : [])],
    policyPrefix: devices?.policyPrefix,
    time,
    isOver,
    dryRun: options.dryRun,
  });
  const progress = output.progress({ what: 'users swept' });
  let done = 0;
  const told = () => {
    done += 1;
    progress.to(done);
  };
  return sweep(tools, { olderThan: options.olderThan, told }).finally(() => progress.stop());
}

function sweptOrphans({ clientConfig, output }: Deployment, { dryRun }: SweepCommandOptions, isOver: () => boolean) {
  const config = { ...clientConfig, retryMode: 'adaptive' };
  const identityPoolId = output('IdentityPoolId');
  return sweepOrphans({
    policies: createIotPolicies(new IoTClient(config), time),
    pool: createIdentityPool({ client: new CognitoIdentityClient(config), identityPoolId, time }),
    policyName: output('IotPolicyName'),
    isOver,
    dryRun,
  });
}

const would = (dryRun: boolean) => (dryRun ? 'would lose' : 'has lost');

function lineOf(user: SweptUser, dryRun: boolean): string {
  const { sub, outcome, why, identities, attachments, policies, devices, items } = user;
  if (outcome !== 'swept') return `${sub}: ${outcome}, ${why}`;
  const counts = [
    `${identities} identities`,
    `${attachments} attachments`,
    `${policies} own policies`,
    `${devices} devices`,
    `${items} items of the directory`,
  ];
  const kept = user.keptIdentities > 0 ? `; ${user.keptIdentities} identities are used by others, and stay` : '';
  return `${sub}: ${dryRun ? 'would be swept' : 'swept'}, ${counts.join(', ')}${kept}`;
}

const NO_DIRECTORY =
  'The stack has no directory (set "directory" to true), so nobody knows which identity is whose: only attachments of ' +
  'identities that are no longer there are looked for.';
