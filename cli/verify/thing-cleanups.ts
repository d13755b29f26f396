import { DeleteThingCommand, DescribeThingCommand, IoTClient } from '@aws-sdk/client-iot';
import { DeleteThingShadowCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { MadeThing } from '../../journey/made.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { wasThere } from './was-there.js';

/** Its shadow first: that a shadow goes with its thing is not documented. */
export function thingCleanups({ deployment, command }: CleanupPlace, { thingName }: MadeThing): Cleanup[] {
  const { clientConfig } = deployment;
  return [
    {
      what: () => `shadow of ${thingName}`,
      run: () => wasThere(new IoTDataPlaneClient(clientConfig).send(new DeleteThingShadowCommand({ thingName }))),
      byHand: () => command(`iot-data delete-thing-shadow --thing-name ${thingName} /dev/null`),
    },
    {
      what: () => `thing ${thingName}`,
      // A thing that there is not would be deleted without a word.
      async run() {
        const client = new IoTClient(clientConfig);
        const found = await wasThere(client.send(new DescribeThingCommand({ thingName })));
        if (found) await client.send(new DeleteThingCommand({ thingName }));
        return found;
      },
      byHand: () => command(`iot delete-thing --thing-name ${thingName}`),
    },
  ];
}
