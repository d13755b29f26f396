import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmptyProject, emptyProject } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));

describe.each(['18', '19'])('cognito-iot-client/react with React %s', (version) => {
  let project: EmptyProject;

  beforeAll(() => {
    const react = ['react', 'react-dom', '@types/react', '@types/react-dom'].map((name) => `${name}@${version}`);
    project = emptyProject(['cognito-iot-client'], [...react, `happy-dom@${devDependencies['happy-dom']}`]);
    project.write({
      'page.mjs': `${imports}\n${page}`,
      'page.cjs': `${requires}\n${page}`,
      'typed.mts': typed,
      'typed.cts': typed,
      'typed.tsx': typed,
    });
  });

  afterAll(() => project.remove());

  it.each(['page.mjs', 'page.cjs'])('%s renders on a server and in a page, subscribed once in StrictMode', (file) => {
    const told = JSON.parse(project.run(process.execPath, [file]));
    expect(told).toEqual({
      version: expect.stringMatching(new RegExp(`^${version}\\.`)),
      onServer: 'closed waiting nothing 0 false',
      inPage: 'connected subscribed hello 1 true',
      calls: ['subscribe a', 'join rooms/42', 'leave rooms/42', 'unsubscribe a'],
      isOneClass: true,
    });
  });

  it.each(['js', 'cjs'])('says in its .%s file that it is for pages, not for server components', (kind) => {
    const file = join(project.folder, `node_modules/cognito-iot-client/dist/react.${kind}`);
    expect(readFileSync(file, 'utf8')).toMatch(/^['"]use client['"];/);
  });

  it.each(moduleKinds)('has types under $kind', ({ options }) => {
    const browser = ['--lib', 'es2023,dom,dom.iterable', '--jsx', 'react-jsx'];
    expect(typeCheck(project, ['typed.mts', 'typed.cts', 'typed.tsx'], [...options, ...browser])).toBe('');
  });
});

it('the client alone asks for no React', () => {
  const project = emptyProject(['cognito-iot-client'], []);
  const installed = project.run('npm', ['ls', '--all', '--parseable']);
  project.remove();
  expect(installed).not.toMatch(/react/);
});

const imports = `
import * as React from 'react';
import * as client from 'cognito-iot-client';
import * as hooks from 'cognito-iot-client/react';`;

const requires = `
const React = require('react');
const client = require('cognito-iot-client');
const hooks = require('cognito-iot-client/react');`;

/** What runs it may not await at its top, which CommonJS cannot. */
const page = `
const { createElement: h } = React;
const calls = [];
let deliver;
const own = {
  state: 'connected',
  on: () => () => {},
  async subscribe(filter, handler) {
    calls.push('subscribe ' + filter);
    deliver = handler;
    return { filter, unsubscribe: async () => void calls.push('unsubscribe ' + filter) };
  },
  async presence(topic, { signal }) {
    calls.push('join ' + topic);
    signal.addEventListener('abort', () => calls.push('leave ' + topic));
    return { topic, memberId: 'me', members: [{ memberId: 'me', data: null, isMe: true }], on: () => () => {} };
  },
};
function Shown() {
  const { state } = hooks.useIotState();
  const { isSubscribed, message } = hooks.useSubscription('a');
  const { members, isPresent } = hooks.usePresence('rooms/42');
  const shown = [state, isSubscribed ? 'subscribed' : 'waiting', message ? message.text() : 'nothing'];
  return [...shown, members.length, isPresent].join(' ');
}
const app = () => h(React.StrictMode, null, h(hooks.IotProvider, { client: own }, h(Shown)));
const until = async (isSo) => {
  for (const end = Date.now() + 5000; !isSo() && Date.now() < end; ) await new Promise((done) => setTimeout(done, 5));
};

async function run() {
  const { renderToString } = await import('react-dom/server');
  const onServer = renderToString(app());
  const { Window } = await import('happy-dom');
  globalThis.window = new Window();
  globalThis.document = window.document;
  globalThis.navigator ??= window.navigator;
  const dom = await import('react-dom/client');
  const { hydrateRoot } = dom.default ?? dom;
  const container = document.createElement('div');
  container.innerHTML = onServer;
  const failures = [];
  const root = hydrateRoot(container, app(), { onRecoverableError: (error) => failures.push(error) });
  await until(() => deliver && container.textContent.includes('true'));
  deliver({ text: () => 'hello' });
  await until(() => container.textContent.includes('hello'));
  const inPage = container.textContent;
  root.unmount();
  await until(() => calls.length > 3);
  if (failures.length > 0) throw failures[0];
  let isOneClass = false;
  class Boundary extends React.Component {
    state = {};
    static getDerivedStateFromError(error) {
      isOneClass = error instanceof client.InvalidOutputsError;
      return { failed: true };
    }
    render() { return this.state.failed ? null : this.props.children; }
  }
  console.error = () => {};
  const other = (dom.default ?? dom).createRoot(document.createElement('div'));
  other.render(h(Boundary, null, h(hooks.IotProvider, { options: { outputs: {}, credentials: async () => ({}) } })));
  await until(() => isOneClass);
  console.log(JSON.stringify({ version: React.version, onServer, inPage, calls, isOneClass }));
  process.exit();
}
void run();
`;

const typed = `
import { createElement } from 'react';
import type { IotClientOptions } from 'cognito-iot-client';
import { IotProvider, type IotState, type PresenceState, useIotState, usePresence, useSubscription } from 'cognito-iot-client/react';

export function Room() {
  const { state }: IotState = useIotState();
  const { message } = useSubscription('rooms/{room}/state');
  const { members }: PresenceState = usePresence(message?.params.room, { data: { name: 'Ada' } });
  return createElement('p', null, state, members.map(({ memberId }) => memberId));
}
export const app = (options: IotClientOptions) => createElement(IotProvider, { options }, createElement(Room));
`;
