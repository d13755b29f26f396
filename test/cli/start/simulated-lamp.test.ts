import { DeleteConnectionCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../../cli/start/sandbox-target.js';
import { hasUseForLamp, LAMP, type SimulatedLamp, simulateLamp } from '../../../cli/start/simulated-lamp.js';
import { connectMqtt, subscribe } from '../../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';

const thingName = LAMP;

describe('the simulated lamp', () => {
  let sandbox: Sandbox;
  let watcher: MqttClient;
  let lamp: SimulatedLamp;
  let updates = 0;

  beforeAll(async () => {
    sandbox = await runningSandbox();
    const target = sandboxTarget(sandbox);
    lamp = await simulateLamp(target);
    watcher = await connectMqtt(target, await target.operator(), 'watcher');
    watcher.on('message', () => {
      updates += 1;
    });
    await subscribe(watcher, `$aws/things/${thingName}/shadow/update/documents`);
  });
  afterAll(async () => {
    await watcher?.endAsync(/* force */ true);
    await lamp?.stop();
    await sandbox?.stop();
  });

  const data = () => iotClients(sandbox).data;
  const desire = (desired: object) => {
    const payload = Buffer.from(JSON.stringify({ state: { desired } }));
    return data().send(new UpdateThingShadowCommand({ thingName, payload }));
  };
  /** The next time that the lamp reports this. */
  const reported = (on: boolean) =>
    new Promise<void>((resolve) => {
      watcher.on('message', function look(_topic, payload) {
        const { state } = JSON.parse(payload.toString()).current;
        if (state.reported.on !== on) return;
        watcher.off('message', look);
        resolve();
      });
    });
  const connections = () => sandbox.views.connections().filter(({ clientId }) => clientId === LAMP);

  it('becomes what its shadow desires, and reports that', async () => {
    for (const on of [true, false]) {
      const told = reported(on);
      await desire({ on });
      await told;
    }
  });

  it('leaves alone what no lamp can do, so that nothing is told for ever', async () => {
    updates = 0;
    await desire({ on: 'bright', color: 'red' });
    const told = reported(true);
    await desire({ on: true });
    await told;
    // What was desired twice, and what was reported once.
    expect(updates).toBe(3);
  });

  it('comes back when its connection is broken, and does what was desired meanwhile', async () => {
    const back = reported(false);
    await data().send(new DeleteConnectionCommand({ clientId: LAMP }));
    await desire({ on: false });
    await back;
    expect(connections().filter(({ end }) => end === undefined)).toHaveLength(1);
  });

  it('leaves no connection behind', async () => {
    await lamp.stop();
    expect(connections().filter(({ end }) => end === undefined)).toEqual([]);
    const ends = connections().map(({ end }) => end?.reason);
    expect(ends.sort()).toEqual(['API_INITIATED_DISCONNECT', 'CLIENT_INITIATED_DISCONNECT']);
  });

  it.each([
    { shadow: ['get', 'update'], use: true },
    { shadow: ['get', 'update', 'delete'], use: true },
    { shadow: ['get'], use: false },
    { shadow: [], use: false },
  ] as const)('is of use where the shadow may be read and updated: $shadow', ({ shadow, use }) => {
    expect(hasUseForLamp({ publish: [], subscribe: [], receive: [], retain: [], shadow })).toBe(use);
    expect(hasUseForLamp(undefined)).toBe(false);
  });
});
