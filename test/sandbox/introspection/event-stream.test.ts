import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import type { FeedReader } from '../../../sandbox/introspection/console-feed.js';
import { createEventStreams } from '../../../sandbox/introspection/event-stream.js';

/** A response whose reader takes nothing until it is told to. */
function slowResponse() {
  const written: string[] = [];
  const response = Object.assign(new EventEmitter(), {
    writableLength: 0,
    isEnded: false,
    set: () => response,
    flushHeaders: () => undefined,
    write(text: string) {
      written.push(text);
      response.writableLength += text.length;
    },
    end() {
      response.isEnded = true;
    },
    read() {
      response.writableLength = 0;
      response.emit('drain');
    },
  });
  return { response, written };
}

function place() {
  const { response, written } = slowResponse();
  const readers: FeedReader[] = [];
  let wholeStates = 0;
  const streams = createEventStreams({
    join(reader) {
      readers.push(reader);
      reader.take('state', '{}');
      return {
        tellAll() {
          wholeStates += 1;
          reader.take('state', '{}');
        },
        leave: () => void readers.splice(readers.indexOf(reader), 1),
      };
    },
  });
  // All of a response that a stream uses.
  streams.answer({} as Request, response as unknown as Response, () => undefined);
  return { response, written, readers, streams, wholeStates: () => wholeStates };
}

describe('a stream of events', () => {
  it('writes an event with its number and its data on a line', () => {
    const { written, readers } = place();
    readers[0]?.take('change', '{"views":{}}');
    expect(written).toEqual(['event: state\nid: 1\ndata: {}\n\n', 'event: change\nid: 2\ndata: {"views":{}}\n\n']);
  });

  it('tells a reader that falls behind a whole state, once it has read, and nothing until then', () => {
    const { response, readers, wholeStates } = place();
    expect(readers[0]?.isBehind).toBe(false);
    readers[0]?.take('change', 'x'.repeat(2 ** 20));
    expect(readers[0]?.isBehind).toBe(true);
    expect(wholeStates()).toBe(0);
    response.read();
    expect([wholeStates(), readers[0]?.isBehind]).toEqual([1, false]);
    response.read();
    expect(wholeStates()).toBe(1);
  });

  it('leaves with its reader', () => {
    const { response, readers, streams } = place();
    response.emit('close');
    expect(readers).toEqual([]);
    streams.stop();
    expect(response.isEnded).toBe(false);
  });

  it('ends when it is stopped', () => {
    const { response, readers, streams } = place();
    streams.stop();
    expect([response.isEnded, readers]).toEqual([true, []]);
  });
});
