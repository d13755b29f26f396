import { ownClientIdPattern, ownTopicPattern } from '../../client/own-patterns.js';
import { identityId } from './client-under-test.js';

const variable = '$' + '{iot:Connection.Thing.ThingName}';
const connection = (clientId: string, publish: string[] = [], subscribe: string[] = publish) => ({
  endpoint: 'a-ats.iot.eu-west-1.amazonaws.com',
  region: 'eu-west-1',
  clientId,
  topics: { publish, subscribe, receive: subscribe },
});

it.each([
  { told: identityId, pattern: '{identity}-*' },
  { told: `${identityId}-`, pattern: '{identity}-*' },
  { told: `app-${identityId}`, pattern: `app-${identityId}` },
  { told: `app-${identityId}-`, pattern: `app-${identityId}-*` },
  { told: `${identityId}-web`, pattern: `${identityId}-web` },
  { told: variable, pattern: '{identity}-*' },
])('a stack that tells the client ID $told is connected to as $pattern', ({ told, pattern }) => {
  expect(ownClientIdPattern(identityId, connection(told))).toBe(pattern);
});

const own = `devices/${identityId}/*`;
it.each([
  { title: 'the one there is', publish: [own], pattern: own },
  { title: 'the first with the identity ID', publish: ['news/*', own, `more/${identityId}/*`], pattern: own },
  { title: 'one without a second *', publish: [`a/*/${identityId}/*`, own], pattern: own },
  { title: 'one that can be filled in', publish: [`things/${variable}/${identityId}/*`, own], pattern: own },
  { title: 'one for both directions', publish: [`up/${identityId}/*`, own], subscribe: [own], pattern: own },
  { title: 'one to publish to', publish: [own], subscribe: [`down/${identityId}/*`], pattern: own },
  { title: 'one to subscribe to', publish: ['news/*'], subscribe: [own], pattern: own },
  { title: 'the default where none fits', publish: ['news/*'], pattern: 'users/{identity}/*' },
])('the own topics are $title', ({ publish, subscribe, pattern }) => {
  expect(ownTopicPattern(identityId, connection(identityId, publish, subscribe))).toBe(pattern);
});

it('an answer without topics leaves the default', () => {
  const { topics, ...without } = connection(identityId);
  expect(ownTopicPattern(identityId, without)).toBe('users/{identity}/*');
});
