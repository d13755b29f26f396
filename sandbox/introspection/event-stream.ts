import type { RequestHandler } from 'express';
import { CONSOLE_EVENTS } from '../../contract/console.js';
import type { ConsoleFeed } from './console-feed.js';

/** Streams of events to whoever looks on, and their end. */
export interface EventStreams {
  readonly answer: RequestHandler;
  /** Ends them all. */
  stop(): void;
}

/** Bytes that a reader may leave unread: then it is told nothing until it has read them, and a whole state after. */
const MOST_UNREAD = 2 ** 20;

/**
 * Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * Whoever comes again is told a whole state, since nobody keeps what was told.
 */
export function createEventStreams(feed: ConsoleFeed): EventStreams {
  const ends = new Set<() => void>();
  return {
    answer(_request, response) {
      response.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      response.flushHeaders();
      let number = 0;
      let isBehind = false;
      const joined = feed.join({
        get isBehind() {
          return isBehind;
        },
        take(event, data) {
          number += 1;
          // JSON has no line break in it, so it is one line of data.
          response.write(`event: ${event}\nid: ${number}\ndata: ${data}\n\n`);
          isBehind = response.writableLength > MOST_UNREAD;
        },
      });
      response.on('drain', () => {
        if (!isBehind) return;
        isBehind = false;
        joined.tellAll();
      });
      const heartbeat = setInterval(() => {
        if (!isBehind) response.write(': alive\n\n');
      }, CONSOLE_EVENTS.heartbeatMilliseconds).unref();
      const leave = () => {
        clearInterval(heartbeat);
        ends.delete(end);
        joined.leave();
      };
      const end = () => {
        leave();
        response.end();
      };
      ends.add(end);
      response.on('close', leave);
    },
    stop() {
      for (const end of [...ends]) end();
    },
  };
}
