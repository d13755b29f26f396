import { createClock, type MovableClock } from '../../../sandbox/base/clock.js';
import { createFaults } from '../../../sandbox/base/faults.js';
import { type Broker, createBroker } from '../../../sandbox/iot/broker.js';
import type { Transport, TransportListeners } from '../../../sandbox/iot/mqtt/transport.js';
import { bytes, packet, publishPacket, subscribePacket, text } from './raw-packets.js';

let clock: MovableClock;
let broker: Broker;
beforeEach(() => {
  jest.useFakeTimers();
  clock = createClock();
  broker = createBroker({
    authorize: () => ({ number: 1, time: '', principal: 'p', action: 'a', resource: 'r', allowed: true, layers: [] }),
    clock,
    region: 'us-east-1',
    accountId: '111122223333',
    refusedSubscribe: 'close',
    faults: createFaults(),
  });
});
afterEach(async () => {
  await broker.stop();
  clock.stop();
  jest.useRealTimers();
});

/** A connection without a network, whose client reads as much as it is told. */
function accept() {
  const sent: number[][] = [];
  const state = { backlog: 0, over: '' };
  let listeners: TransportListeners | undefined;
  const transport: Transport = {
    send: (packet) => void sent.push([...packet]),
    flush: (done) => done?.(),
    flushes: 0,
    get backlog() {
      return state.backlog;
    },
    close() {
      state.over ||= 'closed';
    },
    destroy() {
      state.over ||= 'destroyed';
    },
    listen(given) {
      listeners = given;
    },
  };
  const principal = { accountId: '1', arn: 'a', roleArn: 'r', userId: 'u', documents: [] };
  const caller = { principal, accessKeyId: 'ASIA', expiration: clock.now() + 10 * 3_600_000 };
  broker.accept(transport, caller, { sourceIp: undefined, sourcePort: undefined });
  return { sent, state, take: (packet: Buffer) => listeners?.bytes(packet) };
}

const connect = (level: 4 | 5) =>
  packet(1, 0, text('MQTT'), bytes(level, 2, 0, 40), ...(level === 5 ? [bytes(0)] : []), text('c'));
const end = () => broker.connections()[0]?.end;

describe('a silent client', () => {
  it.each([
    { level: 4 as const, over: 'destroyed', last: [0x20, 2, 0, 0] },
    { level: 5 as const, over: 'closed', last: [0xe0, 1, 0x8d] },
  ])('of protocol level $level is cut off after 1.5 times its keep-alive, of which each packet counts', (given) => {
    const { sent, state, take } = accept();
    take(connect(given.level));
    jest.advanceTimersByTime(59_000);
    take(packet(12, 0));
    sent.pop();
    jest.advanceTimersByTime(59_000);
    expect(state.over).toBe('');
    jest.advanceTimersByTime(1000);
    expect(state.over).toBe(given.over);
    expect(sent.at(-1)).toEqual(given.last);
    expect(end()?.reason).toBe('MQTT_KEEP_ALIVE_TIMEOUT');
  });

  it('is not made silent by moving the clock', () => {
    const { state, take } = accept();
    take(connect(5));
    clock.advance(3_600_000);
    expect(state.over).toBe('');
  });

  it('without a CONNECT is cut off after 30 seconds', () => {
    const { state } = accept();
    jest.advanceTimersByTime(29_999);
    expect(state.over).toBe('');
    jest.advanceTimersByTime(1);
    expect(end()).toEqual({ reason: 'CLIENT_ERROR', explanation: 'no CONNECT came within 30 seconds' });
  });
});

describe('a client that does not read', () => {
  it('misses messages of QoS 0, while those of QoS 1 wait', () => {
    const { sent, state, take } = accept();
    take(connect(4));
    take(subscribePacket(['a'], { qos: 1 }));
    state.backlog = 2 ** 20 + 1;
    const before = sent.length;
    broker.publish({ topic: 'a', payload: 'x', qos: 0 });
    expect(sent).toHaveLength(before);
    broker.publish({ topic: 'a', payload: 'x', qos: 1 });
    expect(sent).toHaveLength(before + 1);
  });

  it('is cut off when it goes on to send', () => {
    const { state, take } = accept();
    take(connect(4));
    state.backlog = 2 ** 25 + 1;
    take(publishPacket('a'));
    expect(state.over).toBe('destroyed');
    expect(end()).toEqual({ reason: 'CONNECTION_LOST', explanation: 'the client does not read what it is sent' });
  });

  it('gets at most a hundred messages of QoS 1 before it acknowledges one', () => {
    const { sent, take } = accept();
    take(connect(4));
    take(subscribePacket(['a'], { qos: 1 }));
    const before = sent.length;
    for (let number = 0; number < 60; number++) broker.publish({ topic: 'a', payload: 'x' });
    clock.advance(1000);
    for (let number = 0; number < 60; number++) broker.publish({ topic: 'a', payload: 'x' });
    expect(sent).toHaveLength(before + 100);
    clock.advance(1000);
    take(packet(4, 0, bytes(0, 1)));
    expect(sent).toHaveLength(before + 101);
  });
});
