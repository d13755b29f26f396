import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Console } from '../answer-log.js';
import type { DirectoryPart } from '../attach-policy-function.js';
import { createDevicePolicies } from './device-policies.js';
import { createDirectory } from './directory.js';
import { createDirectoryActions } from './directory-actions.js';
import type { DirectoryConfiguration } from './directory-configuration.js';
import { signedUser } from './signed-user.js';

export interface DirectoryPartProps {
  readonly configuration: DirectoryConfiguration;
  readonly identityPoolId: string;
  readonly client: DynamoDBClient;
  readonly console: Pick<Console, 'warn'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What a deployment with a directory does besides: it knows the user, records the identity, and attaches the devices. */
export function createDirectoryPart(props: DirectoryPartProps): DirectoryPart {
  const { configuration, identityPoolId, client, console, now } = props;
  const { tableName, userPoolId, devices } = configuration;
  const directory = createDirectory({ client, tableName, identityPoolId, now });
  return {
    userOf: (event) => signedUser(event, userPoolId),
    around: (actions, attachment) =>
      createDirectoryActions(actions, {
        directory,
        devices: devices && {
          access: devices.access,
          policies: createDevicePolicies({ attachment, policyPrefix: devices.policyPrefix, console }),
        },
      }),
  };
}
