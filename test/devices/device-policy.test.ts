import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import { everyDevice } from '../../contract/directory-items.js';
import { devicePolicy, policySize } from '../../devices/device-policy.js';
import { slotFor } from '../../devices/slots.js';

const documented: CompleteDeviceAccess = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  retain: [],
  shadow: ['get', 'update'],
};
const reading: CompleteDeviceAccess = { ...documented, publish: [], shadow: [] };
const twoPlaces: CompleteDeviceAccess = {
  ...documented,
  publish: ['commands/{device}'],
  shadow: [],
};

/** As many devices as six policies take, with names of so many characters. */
function filled(access: CompleteDeviceAccess, partition: string, length: number) {
  const slots = new Map<number, string[]>();
  for (let count = 0; count < 10_000; count += 1) {
    const device = `d${String(count).padStart(length - 1, '0')}`;
    const slot = slotFor(device, slots, { access, partition });
    if (slot === undefined) break;
    slots.set(slot, [...(slots.get(slot) ?? []), device]);
  }
  const policies = [...slots.values()];
  return {
    devices: policies.flat().length,
    policies: policies.length,
    characters: Math.max(...policies.map((devices) => policySize(devicePolicy(access, partition, devices)))),
  };
}

describe('the policies of one user', () => {
  it.each([
    ['the documented setting', documented, 'aws', 20, { devices: 60, policies: 6, characters: 2034 }],
    ['the same in China', documented, 'aws-cn', 20, { devices: 54, policies: 6, characters: 1956 }],
    ['the same in GovCloud', documented, 'aws-us-gov', 20, { devices: 48, policies: 6, characters: 1887 }],
    ['the longest names', documented, 'aws', 128, { devices: 18, policies: 6, characters: 1830 }],
    ['short names', documented, 'aws', 8, { devices: 72, policies: 6, characters: 1938 }],
    ['without a shadow', reading, 'aws', 20, { devices: 192, policies: 6, characters: 1995 }],
    ['topics in two places', twoPlaces, 'aws', 20, { devices: 90, policies: 6, characters: 2003 }],
  ])('hold, with %s, this many devices', (_, access, partition, length, expected) => {
    expect(filled(access, partition, length)).toEqual(expected);
  });

  it('allow nothing at all without a device', () => {
    const effects = devicePolicy(documented, 'aws', []).Statement.map(({ Effect }) => Effect);
    expect(effects).toEqual(['Deny']);
  });

  it('name every device by one pattern', () => {
    expect(devicePolicy(documented, 'aws', [everyDevice]).Statement[0]).toEqual({
      Effect: 'Allow',
      Action: ['iot:Publish', 'iot:Receive', 'iot:Subscribe'],
      Resource: ['arn:aws:iot:*:*:topic*/devices/*/*', 'arn:aws:iot:*:*:topic*/$aws/things/*/shadow/*'],
    });
  });

  it('name what the setting names, and no more', () => {
    const access = { ...documented, subscribe: [], receive: [], shadow: ['get' as const] };
    expect(devicePolicy(access, 'aws', ['lamp']).Statement.slice(0, 2)).toEqual([
      {
        Effect: 'Allow',
        Action: ['iot:Publish', 'iot:Receive', 'iot:Subscribe'],
        Resource: ['arn:aws:iot:*:*:topic/devices/lamp/*', 'arn:aws:iot:*:*:topic*/$aws/things/lamp/shadow/*'],
      },
      { Effect: 'Allow', Action: ['iot:GetThingShadow'], Resource: ['arn:aws:iot:*:*:thing/lamp'] },
    ]);
  });
});
