import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { IoTClient, ListPoliciesCommand, ListThingsCommand } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, ListRetainedMessagesCommand } from '@aws-sdk/client-iot-data-plane';
import type { Sandbox } from '../../sandbox/sandbox.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');

/** Starts `cognito-iot conformance` in this folder. */
export function startConformance(args: readonly string[], folder: string): ChildProcess {
  return spawn(process.execPath, [command, 'conformance', ...args], { cwd: folder });
}

/** Waits for its end. */
export async function ended(child: ChildProcess) {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('it has no output');
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(stdout), text(stderr)]);
  return { code: code as number | null, out, err };
}

/** All that a question could leave behind. */
export async function counted({ url, outputs, views }: Sandbox) {
  const { accessKeyId, secretAccessKey, sessionToken } = views.operator();
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const options = { endpoint: url, region: outputs.Region ?? '', credentials };
  const [iot, data] = [new IoTClient(options), new IoTDataPlaneClient(options)];
  const { policies = [] } = await iot.send(new ListPoliciesCommand({}));
  const { things = [] } = await iot.send(new ListThingsCommand({}));
  const { retainedTopics = [] } = await data.send(new ListRetainedMessagesCommand({}));
  const attached = Object.values(views.attachments()).flat().length;
  const open = views.connections().filter((connection) => !('end' in connection) || connection.end === undefined);
  return {
    users: views.users().length,
    identities: views.identities().length,
    policies: policies.length,
    things: things.length,
    retained: retainedTopics.length,
    attached,
    open: open.length,
  };
}
