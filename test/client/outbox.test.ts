import { NotAuthorizedError, ThrottledError } from '../../client/index.js';
import type { MqttSession } from '../../client/mqtt-session.js';
import { createOutbox, type Operation } from '../../client/outbox.js';

const session = {} as MqttSession;

/** Operations that are acknowledged when the test says so. */
function operations() {
  const sent: string[] = [];
  const acknowledge = new Map<string, () => void>();
  const operation = (name: string, urgent = false): Operation => ({
    action: 'iot:Publish',
    name,
    publishes: 1,
    urgent,
    send: () => {
      sent.push(name);
      return new Promise<void>((resolve) => acknowledge.set(name, resolve));
    },
  });
  return { sent, operation, acknowledge: (name: string) => acknowledge.get(name)?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('what is added before there is a connection is sent in order once there is', () => {
  const { sent, operation } = operations();
  const outbox = createOutbox();
  for (const name of ['a', 'b', 'c']) void outbox.add(operation(name));
  void outbox.add(operation('subscription', true));
  outbox.open(session);
  expect(sent).toEqual(['subscription', 'a', 'b', 'c']);
});

it('what was under way when the connection closed is sent again one by one, then all together', async () => {
  const { sent, operation, acknowledge } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  const all = ['a', 'b'].map((name) => outbox.add(operation(name)));
  outbox.close('unexpected');
  all.push(...['c', 'd'].map((name) => outbox.add(operation(name))));
  sent.length = 0;
  outbox.open(session);
  expect(sent).toEqual(['a']);
  acknowledge('a');
  await turn();
  expect(sent).toEqual(['a', 'b']);
  acknowledge('b');
  await turn();
  expect(sent).toEqual(['a', 'b', 'c', 'd']);
  acknowledge('c');
  acknowledge('d');
  await Promise.all(all);
});

it('only what closes the connection twice, the second time alone, is refused', async () => {
  const { operation } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  const refused = outbox.add(operation('a'));
  expect(outbox.underWay).toBe(1);
  outbox.close('unexpected');
  outbox.open(session);
  outbox.close('unexpected');
  await expect(refused).rejects.toBeInstanceOf(NotAuthorizedError);
});

it('in MQTT 5, where a refusal has a code, a network that breaks three times does not speak against it', async () => {
  const { operation, acknowledge } = operations();
  const outbox = createOutbox(undefined, 5);
  const sent = outbox.add(operation('a'));
  for (let broken = 0; broken < 3; broken += 1) {
    outbox.open(session);
    outbox.close('unexpected');
  }
  outbox.open(session);
  acknowledge('a');
  await expect(sent).resolves.toBeUndefined();
});

it('in MQTT 5 what closes four connections without a word is refused', async () => {
  const { operation } = operations();
  const outbox = createOutbox(undefined, 5);
  const refused = outbox.add(operation('a'));
  for (let closed = 0; closed < 4; closed += 1) {
    outbox.open(session);
    outbox.close('unexpected');
  }
  await expect(refused).rejects.toBeInstanceOf(NotAuthorizedError);
});

it('a connection that breaks long after the operation was sent does not speak against it', async () => {
  jest.useFakeTimers();
  const { operation, acknowledge } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  const done = outbox.add(operation('a'));
  for (let i = 0; i < 3; i += 1) {
    jest.advanceTimersByTime(6000);
    outbox.close('unexpected');
    outbox.open(session);
  }
  acknowledge('a');
  await done;
  jest.useRealTimers();
});

it('a planned end makes nothing suspicious', () => {
  const { sent, operation } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  for (const name of ['a', 'b']) void outbox.add(operation(name));
  outbox.close('planned');
  sent.length = 0;
  outbox.open(session);
  expect(sent).toEqual(['a', 'b']);
});

it('sends nothing while it drains, and has drained when all is acknowledged', async () => {
  const { sent, operation, acknowledge } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  void outbox.add(operation('a'));
  const drained = outbox.drain(60_000);
  void outbox.add(operation('b'));
  expect(sent).toEqual(['a']);
  acknowledge('a');
  await drained;
  expect(sent).toEqual(['a']);
});

it('sends 90 publishes a second at most', async () => {
  jest.useFakeTimers();
  const { sent, operation, acknowledge } = operations();
  const outbox = createOutbox();
  outbox.open(session);
  for (let i = 0; i < 100; i += 1) void outbox.add(operation(`${i}`));
  for (let i = 0; i < 100; i += 1) acknowledge(`${i}`);
  await jest.advanceTimersByTimeAsync(900);
  expect(sent).toHaveLength(90);
  await jest.advanceTimersByTimeAsync(200);
  expect(sent).toHaveLength(100);
  jest.useRealTimers();
});

it('refuses more than 10,000 waiting operations', async () => {
  const { operation } = operations();
  const outbox = createOutbox();
  for (let i = 0; i < 10_000; i += 1) outbox.add(operation('a')).catch(() => undefined);
  await expect(outbox.add(operation('a'))).rejects.toBeInstanceOf(ThrottledError);
});
