import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { createDeviceGrants, GrantError } from '../../grants/index.js';
import { type WorkerOrders, writes } from './worker-orders.js';

// Carries out its orders one after the other, says of each that it is done, and ends itself by SIGKILL between two
// writes: with nothing said, and nothing tidied up.
const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders;
let left = orders.writesToLive;

/** Lets every write through, and dies after the last one that it is to live for. */
function mortal<C extends { send(command: never, options?: never): Promise<unknown> }>(client: C): C {
  const send = client.send.bind(client) as (command: object, options?: object) => Promise<unknown>;
  const counting = async (command: object, options?: object) => {
    const answer = await send(command, options);
    if (writes.has(command.constructor.name)) left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return answer;
  };
  return Object.assign(client, { send: counting });
}

const client = { endpoint: orders.url, region: 'us-east-1', credentials: orders.credentials, maxAttempts: 8 };
const grants = createDeviceGrants({
  configuration: orders.configuration,
  dynamodb: mortal(new DynamoDBClient(client)),
  iot: mortal(new IoTClient(client)),
  leaseTime: orders.leaseTime,
  log: () => undefined,
});
/** As its errors say: the same call again. */
async function untilDone(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof GrantError) || !['TooSlow', 'Busy'].includes(error.code)) throw error;
    }
  }
}

for (const { change, device } of orders.changes) {
  await untilDone(() => grants[change]({ user: orders.user, device }));
  process.stdout.write(`${JSON.stringify({ change, device })}\n`);
}
