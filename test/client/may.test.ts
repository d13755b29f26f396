import { may } from '../../client/may.js';

const topics = { publish: ['users/a/*'], subscribe: ['users/a/*', 'rooms/*'], receive: ['rooms/${iot:ClientId}/*'] };
const connection = { endpoint: 'iot', region: 'eu-west-1', clientId: 'a', topics };
const devices = (names: string[], all = false) => ({
  ...connection,
  devices: { names, all, topics: { ...topics, publish: ['devices/{device}/set'] }, shadow: ['get' as const] },
});

it.each([
  ['publish', 'users/a/x/y', true],
  ['publish', 'users/b/x', false],
  ['publish', 'rooms/1', false],
  ['subscribe', 'rooms/#', true],
  ['subscribe', 'rooms/{room}/state', true],
  ['subscribe', '#', false],
] as const)('says of %s on %s what the patterns say: %s', (action, topic, allowed) => {
  expect(may(connection, action, topic)).toBe(allowed);
});

it('does not know while nothing was answered, nor of what AWS IoT fills in, shared subscriptions and shadows', () => {
  expect(may(undefined, 'publish', 'users/a/x')).toBeUndefined();
  expect(may(connection, 'receive', 'rooms/a-1/x')).toBeUndefined();
  expect(may(connection, 'receive', 'other')).toBe(false);
  expect(may(connection, 'subscribe', '$share/g/rooms/1')).toBeUndefined();
  expect(may(devices(['lamp']), 'publish', '$aws/things/lamp/shadow/get')).toBeUndefined();
});

it('says of a device what is granted', () => {
  expect(may(devices(['lamp']), 'publish', 'devices/lamp/set')).toBe(true);
  expect(may(devices(['lamp']), 'publish', 'devices/door/set')).toBe(false);
  expect(may(devices([], true), 'publish', 'devices/door/set')).toBe(true);
});
