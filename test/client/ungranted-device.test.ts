import { notAuthorized } from '../../client/not-authorized.js';
import type { GrantedDevices } from '../../contract/device-access.js';

const devices: GrantedDevices = {
  names: ['lamp'],
  all: false,
  topics: {
    publish: ['devices/{device}/commands/*'],
    subscribe: ['devices/{device}/state/*'],
    receive: ['devices/{device}/state/*'],
  },
  shadow: ['get'],
};
const connection = { endpoint: 'e', region: 'r', clientId: 'c', devices };

describe('a refusal', () => {
  it.each([
    ['of a foreign device', 'iot:Publish', 'devices/oven/commands/on', devices, 'oven'],
    ['of a foreign device, by a filter', 'iot:Subscribe', 'devices/oven/state/#', devices, 'oven'],
    ['of a foreign shadow', 'iot:Publish', '$aws/things/oven/shadow/get', devices, 'oven'],
    ['of what a granted device does not have', 'iot:Publish', 'devices/lamp/state/on', devices, undefined],
    ['of a filter over several devices', 'iot:Subscribe', 'devices/+/state/on', devices, undefined],
    ['of a topic of no device', 'iot:Publish', 'users/oven/x', devices, undefined],
    ['where every device is granted', 'iot:Publish', 'devices/oven/x', { ...devices, all: true }, undefined],
  ] as const)('%s names what is not granted, or nothing', (_, action, topic, granted, device) => {
    const error = notAuthorized(action, topic, { connection: { ...connection, devices: granted } });
    expect(error).toMatchObject({
      code: 'NotAuthorized',
      topic,
      ...(device && { device, name: 'DeviceNotGrantedError' }),
    });
    if (device) expect(error.message).toContain(`not granted: device ${device}.`);
    else expect(error.message).toContain('Check that the role of signed-in users AND the IoT policy');
  });

  it('of what is of a granted device says that a new grant takes its time', () => {
    const error = notAuthorized('iot:Publish', 'devices/lamp/commands/on', { connection });
    expect(error.check).toContain('Device lamp is granted; a grant of a moment ago can take minutes to work.');
  });

  it('of a client ID has nothing to do with devices', () => {
    expect(notAuthorized('iot:Connect', 'devices/oven/x', { connection })).not.toHaveProperty('device');
  });
});
