import { createMessageLog, previewOf } from '../../../sandbox/iot/message-log.js';
import type { Message } from '../../../sandbox/iot/mqtt/message.js';

const message = (topic: string, payload: string | Uint8Array = '', from?: string): Message => ({
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  retain: false,
  properties: {},
  expiresAt: undefined,
  from,
});

describe('the log of messages', () => {
  it('keeps the last 500, and tells those after a number', () => {
    const log = createMessageLog(
      () => 7,
      () => undefined,
    );
    for (let count = 1; count <= 1234; count += 1) log.begin(message(`t/${count}`), undefined)();
    const entries = log.entries();
    expect([entries.length, entries[0]?.topic, entries.at(-1)?.topic]).toEqual([500, 't/735', 't/1234']);
    expect(log.entries(1230).map(({ number }) => number)).toEqual([1231, 1232, 1233, 1234]);
    expect(log.entries(5000)).toEqual([]);
  });

  it('has nothing of a former message in the place of which it is', () => {
    const log = createMessageLog(Date.now, () => undefined);
    for (let count = 1; count <= 501; count += 1) {
      const end = log.begin(message('t', 'x'.repeat(600 - count), 'client'), 'identity');
      log.sent('a');
      log.withheld('b');
      end();
    }
    const [last] = log.entries(500);
    expect(last).toMatchObject({ payload: { text: 'x'.repeat(99), bytes: 99 }, to: ['a'], toCount: 1, notTo: ['b'] });
  });

  it('names the first receivers, and counts them all', () => {
    const log = createMessageLog(Date.now, () => undefined);
    const end = log.begin(message('t'), undefined);
    for (let count = 0; count < 30; count += 1) log.sent(`c${count}`);
    end();
    log.sent('after it, of what waited');
    expect(log.entries()[0]).toMatchObject({ toCount: 30, to: expect.arrayContaining(['c0', 'c19']) });
    expect(log.entries()[0]?.to).toHaveLength(20);
  });

  it('knows a message within a message: a will', () => {
    const log = createMessageLog(Date.now, () => undefined);
    const end = log.begin(message('outer'), undefined);
    const endWill = log.begin(message('will'), undefined);
    log.sent('w');
    endWill();
    log.sent('o');
    end();
    expect(log.entries().map(({ topic, to }) => [topic, to])).toEqual([
      ['outer', ['o']],
      ['will', ['w']],
    ]);
  });
});

describe('the beginning of a payload', () => {
  it.each([
    { title: 'text', bytes: Buffer.from('{"a": "ü"}\n'), is: { text: '{"a": "ü"}\n', encoding: 'utf8', isCut: false } },
    { title: 'nothing', bytes: Buffer.alloc(0), is: { text: '', encoding: 'utf8', isCut: false } },
    { title: 'no UTF-8', bytes: Buffer.from([0xff, 0xfe]), is: { text: '//4=', encoding: 'base64' } },
    { title: 'control characters', bytes: Buffer.from([0, 1]), is: { text: 'AAE=', encoding: 'base64' } },
  ])('is shown as it is: $title', ({ bytes, is }) => {
    expect(previewOf(bytes, bytes.length)).toMatchObject(is);
  });

  it('is text also where it is cut within a character', () => {
    const bytes = Buffer.from('aü').subarray(0, 2);
    expect(previewOf(bytes, 3)).toEqual({ text: 'a', encoding: 'utf8', bytes: 3, isCut: true });
  });
});
