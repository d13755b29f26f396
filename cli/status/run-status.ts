import { CognitoIdentityProviderClient, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { countDirectory } from '../../operations/count-directory.js';
import { createIotPolicies } from '../../operations/iot-policies.js';
import { REAL_TIME } from '../../operations/time.js';
import { openDeployment } from '../deployment/deployment.js';
import type { DeploymentCommandOptions } from '../deployment/deployment-command.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';

/** AWS's defaults: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
const QUOTAS = { attachesPerSecond: 15, policiesOfAnIdentity: 10, connections: 500_000, subscriptions: 500_000 };

/** @returns the exit code */
export function runStatus(options: DeploymentCommandOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const { clientConfig, output: outputOf, outputs } = await openDeployment(options, 'UserPoolId');
    const UserPoolId = outputOf('UserPoolId');
    const cognito = new CognitoIdentityProviderClient(clientConfig);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    const policies = createIotPolicies(new IoTClient(clientConfig), REAL_TIME);
    const attachmentsOf = (name: string | undefined) =>
      name === undefined ? undefined : counted(output, 'attachments', countPages(policies.targets(name)));
    const status = {
      users: UserPool?.EstimatedNumberOfUsers,
      attached: await attachmentsOf(outputOf('IotPolicyName')),
      denied: await attachmentsOf(outputs.RevokedPolicyName),
      directory: outputs.DirectoryTable
        ? await counted(output, 'entries', (told) =>
            countDirectory(new DynamoDBClient(clientConfig), outputs.DirectoryTable ?? '', told),
          )
        : undefined,
      quotas: QUOTAS,
    };
    tellStatus(status, output);
    return 0;
  });
}

async function counted<T>(
  output: Output,
  what: string,
  count: (told: (done: number) => void) => Promise<T>,
): Promise<T> {
  const progress = output.progress({ what });
  try {
    return await count(progress.to);
  } finally {
    progress.stop();
  }
}

function countPages(pages: AsyncIterable<readonly string[]>) {
  return async (told: (done: number) => void): Promise<number> => {
    let found = 0;
    for await (const page of pages) {
      found += page.length;
      told(found);
    }
    return found;
  };
}

interface Status {
  readonly users: number | undefined;
  readonly attached: number | undefined;
  readonly denied: number | undefined;
  readonly directory: Awaited<ReturnType<typeof countDirectory>> | undefined;
  readonly quotas: typeof QUOTAS;
}

function tellStatus(status: Status, output: Output): void {
  const { users, attached = 0, denied, directory, quotas } = status;
  const anew = Math.ceil(attached / quotas.attachesPerSecond / 60);
  const none = 'the stack has no directory ("directory": true)';
  output.table(
    ['what', 'count', 'beside'],
    [
      ['users of the user pool', told(users), "the user pool's estimate"],
      ['identities with the shared policy', told(attached), `attaching them anew takes ${anew} min at 15 a second`],
      ['identities denied everything', told(denied), denied === undefined ? 'a stack of before it' : 'by revoke'],
      ['users who have called POST', told(directory?.users), directory ? '' : none],
      ['identities in the directory', told(directory?.identities), ''],
      ['users marked as revoked', told(directory?.revoked), ''],
      ['grants of devices', told(directory?.grants), ''],
      ['connections', '-', `AWS IoT lists none; it allows ${quotas.connections}, and as many subscriptions`],
    ],
  );
  output.value(status);
}

function told(count: number | undefined): string {
  return count === undefined ? '-' : String(count);
}
