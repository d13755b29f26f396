import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListPoliciesCommand, ListTargetsForPolicyCommand, ListThingsCommand } from '@aws-sdk/client-iot';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { iotClients } from '../support/iot-clients.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { deviceSettings } from './devices-sandbox.js';

const staffTopics = { publish: ['staff/*'], subscribe: ['staff/*'], receive: ['staff/*'] };

/** Stacks that `cognito-iot verify` is tried on, and the steps of each. */
export const verifiedStacks = {
  'default stack': {},
  'stack with groups and guests': {
    groups: [{ name: 'operators', access: staffTopics }],
    guests: {
      access: {
        publish: ['guests/{identity}/*'],
        subscribe: ['guests/{identity}/*'],
        receive: ['guests/{identity}/*'],
      },
    },
  },
  'stack with a directory and devices': deviceSettings,
};

export type VerifiedStack = keyof typeof verifiedStacks;

/** Its assembly on disk, as `cdk synth` has written it. */
export function verifiedAssembly(stack: VerifiedStack): string {
  return sharedAssemblyFolder(verifiedStacks[stack]);
}

export function verifiedSandbox(stack: VerifiedStack): Promise<Sandbox> {
  return startSandbox({ assembly: readAssembly(verifiedAssembly(stack)) });
}

/** How much there is of everything that a run makes. */
export async function whatThereIs({ views, outputs, url, ...sandbox }: Sandbox) {
  const { iot } = iotClients({ views, outputs, url, ...sandbox });
  const policyName = outputs.IotPolicyName;
  const { targets } = await iot.send(new ListTargetsForPolicyCommand({ policyName }));
  const { policies } = await iot.send(new ListPoliciesCommand({}));
  const { things } = await iot.send(new ListThingsCommand({}));
  const { accessKeyId, secretAccessKey, sessionToken } = views.operator();
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const dynamodb = new DynamoDBClient({ region: 'us-east-1', endpoint: url, credentials });
  const TableName = outputs.DirectoryTable;
  const items = TableName === undefined ? 0 : (await dynamodb.send(new ScanCommand({ TableName }))).Count;
  return {
    users: views.users().length,
    identities: views.identities().length,
    targets: targets?.length,
    attached: Object.values(views.attachments()).flat().length,
    policies: policies?.length,
    things: things?.length,
    items,
    connections: views.connections().filter(({ endedAt }) => endedAt === undefined).length,
  };
}
