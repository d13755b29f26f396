import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

let ends: Record<string, object>;
beforeAll(() => {
  const apps = join(import.meta.dirname, 'unheard-apps.ts');
  ends = JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', apps], { encoding: 'utf8' }));
}, 60_000);

it.each([
  { what: 'sleep, and a provider that rejects', state: 'denied' },
  { what: 'sleep, and a provider that throws at once', state: 'denied' },
  { what: 'the event online, and a provider that rejects', state: 'denied' },
  { what: 'the event online, and a provider that throws at once', state: 'denied' },
  { what: 'a cut, and a provider that rejects', state: 'denied' },
  { what: 'credentials about to end, and a provider that rejects', state: 'denied' },
  { what: 'the event online while nothing answers, and a close', state: 'closed' },
  { what: 'a close while the connection is being replaced', state: 'closed' },
  { what: 'a provider that fails after a close', state: 'closed' },
  { what: 'a state listener that throws', state: 'connected', told: Array(2).fill('of a state listener') },
  { what: 'a step listener whose promise rejects', state: 'connected', told: Array(3).fill('of a step listener') },
  { what: 'a message handler whose promise rejects', state: 'connected', told: ['of a handler'] },
])('nothing ends an app that listens to state and error and goes through $what', ({ what, state, told = [] }) => {
  expect(ends[what]).toEqual({ state, told, unheard: [] });
});

it('each of them is looked at', () => {
  expect(Object.keys(ends)).toHaveLength(12);
});
