import { filterCovers } from '../../../sandbox/iot/mqtt-limits.js';
import { shadowRequest } from '../../../sandbox/iot/shadow-topics.js';

describe('a topic filter', () => {
  it.each([
    { filter: 'a/+', topic: 'a/b', covers: true },
    { filter: 'a/+', topic: 'a/b/c', covers: false },
    { filter: 'a/#', topic: 'a/b/c', covers: true },
    { filter: 'a/#', topic: 'a', covers: false },
    { filter: '#', topic: 'a', covers: true },
    { filter: '#', topic: '$aws/things/x/shadow/get', covers: false },
    { filter: '+/things/#', topic: '$aws/things/x/shadow/get', covers: false },
    { filter: '$aws/things/+/shadow/#', topic: '$aws/things/x/shadow/get', covers: true },
  ])('$filter covers $topic: $covers', ({ filter, topic, covers }) => {
    expect(filterCovers(filter, topic)).toBe(covers);
  });
});

describe('a topic', () => {
  it.each([
    { topic: '$aws/things/x/shadow/get', id: { thingName: 'x' }, action: 'get' },
    { topic: '$aws/things/x/shadow/name/y/update', id: { thingName: 'x', shadowName: 'y' }, action: 'update' },
    { topic: '$aws/things/a:b/shadow/delete', id: { thingName: 'a:b' }, action: 'delete' },
  ])('$topic is a request to a shadow', ({ topic, id, action }) => {
    expect(shadowRequest(topic)).toEqual({ id, action });
  });

  it.each([
    '$aws/things/x/shadow/get/accepted',
    '$aws/things/x/shadow/name/get',
    '$aws/things/x/y/shadow/get',
    '$aws/things//shadow/get',
    'aws/things/x/shadow/get',
    '$aws/things/x/shadow/list',
  ])('%s is none', (topic) => {
    expect(shadowRequest(topic)).toBeUndefined();
  });
});
