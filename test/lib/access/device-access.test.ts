import { completeDeviceAccess } from '../../../lib/access/device-access.js';

const long = (length: number) => 'x'.repeat(length);

describe('what may be done with a device', () => {
  it('is nothing but what is named', () => {
    expect(completeDeviceAccess({ publish: ['devices/{device}/commands/*'], shadow: ['get', 'get'] })).toEqual({
      publish: ['devices/{device}/commands/*'],
      subscribe: [],
      receive: [],
      retain: [],
      shadow: ['get'],
    });
  });

  it.each([
    { publish: ['devices/{device}'] },
    { receive: ['fleet/eu/{device}/state/*/x'], subscribe: ['fleet/eu/{device}/state/+'] },
    { publish: ['a/{device}/x'], receive: ['b/{device}/y'], retain: ['a/{device}/kept'] },
    { publish: [`a/{device}/${long(125)}`] },
    { shadow: ['delete'] },
  ])('may be %j', (given) => {
    expect(completeDeviceAccess(given)).toMatchObject(given);
  });

  it.each([
    [{}, /devices: allows nothing; name at least one of publish/],
    [{ publish: [] }, /devices: allows nothing/],
    [{ shadow: ['read'] }, /devices\.shadow\[0\]: given "read": allowed: get, update, delete/],
    [{ publish: [''] }, /devices\.publish\[0\]: given "": is empty/],
    [{ publish: ['devices/x'] }, /must contain \{device\} once/],
    [{ publish: ['a/{device}/{device}'] }, /must contain \{device\} once/],
    [{ publish: ['{device}/x'] }, /must begin with fixed text and a slash before \{device\}/],
    [{ publish: ['a/*/{device}/x'] }, /must begin with fixed text/],
    [{ publish: ['/{device}/x'] }, /must begin with fixed text/],
    [{ publish: ['a//{device}/x'] }, /has an empty level before the device/],
    [{ publish: ['a/x-{device}/y'] }, /must begin with fixed text and a slash/],
    [{ publish: ['a/{device}*'] }, /has text in the level of \{device\}/],
    [{ publish: ['a/{identity}/{device}'] }, /has \{identity\}; the only word for devices is \{device\}/],
    [{ publish: ['a/{device}/{thing}'] }, /has \{thing\}/],
    [{ publish: ['a/{device}/}'] }, /has a stray brace/],
    [{ publish: ['a/${aws:username}/{device}'] }, /policy variables are not allowed/],
    [{ publish: ['a/{device}/?'] }, /\? would match any one character/],
    [{ publish: ['a/{device}/ü'] }, /only ASCII/],
    [{ publish: ['$aws/things/{device}/shadow/get'] }, /names that begin with \$ are reserved/],
    [{ subscribe: ['a/$aws/{device}/x'] }, /names that begin with \$ are reserved/],
    [{ publish: ['a/{device}/$aws/x'] }, /names that begin with \$ are reserved/],
    [{ publish: ['a/{device}/#'] }, /MQTT wildcards # and \+ are plain characters/],
    [{ receive: ['a/{device}/+/x'] }, /MQTT wildcards/],
    [{ subscribe: ['+/{device}/x'] }, /has an MQTT wildcard before \{device\}/],
    [{ retain: ['a/b/c/d/e/f/g/{device}/x'] }, /has 8 slashes; AWS IoT allows 7/],
    [{ publish: [`a/{device}/${long(126)}`] }, /is up to 257 characters long; a topic has at most 256/],
    [{ publish: ['a/b/{device}/x'], receive: ['b/c/{device}/x'] }, /devices: b\/c can begin within a\/b/],
    [{ publish: ['a/b/{device}/x'], receive: ['b/{device}/x'] }, /devices: b can begin within a\/b/],
    [{ publish: ['a/b/a/{device}/x'] }, /devices: a\/b\/a begins anew within itself/],
    [
      { publish: Array.from({ length: 8 }, (_, index) => `${index}${long(20)}/{device}/x`) },
      /devices: makes an IoT policy of \d+ characters for one device with a name of 128, and AWS IoT allows 2048/,
    ],
  ])('cannot be %j', (given, message) => {
    expect(() => completeDeviceAccess(given)).toThrow(message);
  });
});
