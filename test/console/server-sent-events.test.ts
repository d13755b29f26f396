import { createEventReader, type ServerSentEvent } from '../../console/feed/server-sent-events.js';

function read(...pieces: string[]): ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const reader = createEventReader((event) => events.push(event));
  for (const piece of pieces) reader(piece);
  return events;
}

describe('a stream of events', () => {
  it('is read event by event', () => {
    expect(read('event: state\nid: 1\ndata: {"a":1}\n\n', 'event: change\nid: 2\ndata: {}\n\n')).toEqual([
      { event: 'state', id: '1', data: '{"a":1}' },
      { event: 'change', id: '2', data: '{}' },
    ]);
  });

  it.each([1, 2, 3, 7])('is the same in pieces of %i characters', (size) => {
    const text = ': alive\r\n\r\nevent: change\r\nid: 7\r\ndata: one\r\ndata: two\r\n\r\n';
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
    expect(read(...pieces)).toEqual([{ event: 'change', id: '7', data: 'one\ntwo' }]);
  });

  it('says nothing for a comment, or for an event without data', () => {
    expect(read(': alive\n\n', 'event: change\n\n', 'retry: 100\n\n')).toEqual([]);
  });

  it('keeps what is not whole until it is', () => {
    expect(read('data: begun')).toEqual([]);
    expect(read('data: begun', ' and done\n\n')).toEqual([{ event: 'message', id: undefined, data: 'begun and done' }]);
  });
});
