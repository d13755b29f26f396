import { readSettings } from '../../../lib/index.js';

const devices = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  shadow: ['get', 'update'],
};
const withDevices = (others: object) => () => readSettings({ directory: true, devices, ...others });

describe('beside devices that are granted', () => {
  it.each([
    {},
    { guests: {} },
    { access: { publish: ['users/{identity}/*', 'devices/announcements'], clientIds: ['{identity}', '{thing}'] } },
    { groups: [{ name: 'staff', access: { publish: ['machines/*'] } }, { name: 'others' }] },
    { principalTags: { tenant: 'custom:tenant' }, access: { receive: ['tenants/{tenant}/*'] } },
    { devices: { publish: ['devices/{device}/commands/*'] }, access: { shadows: ['lamp'] } },
  ])('there may be %j', (others) => {
    expect(withDevices(others)).not.toThrow();
  });

  it.each([
    [
      { access: { publish: ['devices/*'] } },
      /access\.publish\[0\]: given "devices\/\*": may cover the same as "devices\/\{device\}\/commands\/\*" of devices\.publish\[0\], which nobody reaches without a grant; begin the two with different fixed text, or leave/,
    ],
    [{ access: { publish: ['devices/lamp/commands/on'] } }, /access\.publish\[0\]: .* of devices\.publish\[0\]/],
    // Whatever it may do there: the other way round, too.
    [{ access: { receive: ['devices/*/commands/*'] } }, /access\.receive\[0\]: .* of devices\.publish\[0\]/],
    [{ access: { retain: ['devices/{identity}/state/x'] } }, /access\.retain\[0\]: .* of devices\.subscribe\[0\]/],
    [{ access: { subscribe: ['devices/+/state/#'] } }, /access\.subscribe\[0\]: .* of devices\.publish\[0\]/],
    [{ access: { subscribe: ['devices/#'] } }, /access\.subscribe\[0\]: given "devices\/#": may cover/],
    [
      { access: { shadows: ['lamp'] } },
      /access\.shadows\[0\]: given "lamp": may cover .* the shadows of devices\.shadow/,
    ],
    [
      { access: { shadows: ['{thing}'] } },
      /access\.shadows\[0\]: given "\{thing\}": \{thing\} cannot be used with devices/,
    ],
    [
      { access: { publish: ['things/{thing}/x'] } },
      /access\.publish\[0\]: given "things\/\{thing\}\/x": \{thing\} cannot be used with devices, but for client IDs/,
    ],
    [{ access: { subscribe: ['things/{thing}/x'] } }, /access\.subscribe\[0\]: .*\{thing\} cannot be used/],
    [{ access: { receive: ['things/{thing}/x'] } }, /access\.receive\[0\]: .*\{thing\} cannot be used/],
    [{ access: { retain: ['things/{thing}/x'] } }, /access\.retain\[0\]: .*\{thing\} cannot be used/],
    [
      { groups: [{ name: 'a' }, { name: 'staff', access: { publish: ['devices/*'] } }] },
      /groups\[1\]\.access\.publish\[0\]: given "devices\/\*"/,
    ],
    [{ guests: { access: { receive: ['devices/*/state/*'] } } }, /guests\.access\.receive\[0\]: given/],
    [
      { principalTags: { tenant: 'custom:tenant' }, access: { publish: ['devices/{tenant}/x'] } },
      /access\.publish\[0\]: given "devices\/\{tenant\}\/x": may cover/,
    ],
    [{ directory: false }, /devices: needs directory: true/],
    [{ clientSideAttach: true }, /clientSideAttach: cannot be used with directory/],
    [{ devices: {} }, /devices: allows nothing/],
    [{ devices: { publsh: [] } }, /devices\.publsh: unknown setting; did you mean "publish"\?/],
    [{ devices: { shadow: 'get' } }, /devices\.shadow: given "get"; allowed: a list of get, update, delete/],
    [{ devices: { publish: ['a/{identity}/x'] } }, /devices\.publish\[0\]: .*the only word/],
  ])('there is no place for %j', (others, message) => {
    expect(withDevices(others)).toThrow(message);
  });

  it('each problem is told once', () => {
    const groups = [{ name: 'a' }, { name: 'b' }];
    const given = withDevices({ access: { publish: ['devices/*'], shadows: ['{thing}'] }, groups });
    const lines = () => {
      try {
        given();
      } catch (error) {
        return (error as Error).message.split('\n').slice(1);
      }
      return [];
    };
    expect(lines()).toEqual([
      expect.stringContaining('access.publish[0]: given "devices/*"'),
      expect.stringContaining('access.shadows[0]: given "{thing}"'),
    ]);
  });
});
