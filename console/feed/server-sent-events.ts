/** One event of a stream of `text/event-stream`. */
export interface ServerSentEvent {
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The last one that was told, as the format has it. */
  readonly id: string | undefined;
}

/**
 * Reads events out of the pieces that a stream arrives in. `EventSource` would do the same, but cannot send a header.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createEventReader(onEvent: (event: ServerSentEvent) => void): (piece: string) => void {
  let rest = '';
  let fields: { event: string; data: string[] } = { event: '', data: [] };
  let id: string | undefined;

  const readLine = (line: string) => {
    if (line === '') {
      const { event, data } = fields;
      fields = { event: '', data: [] };
      if (data.length > 0) onEvent({ event: event === '' ? 'message' : event, data: data.join('\n'), id });
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') fields.data.push(value);
    else if (name === 'event') fields.event = value;
    else if (name === 'id') id = value;
  };

  return (piece) => {
    rest += piece;
    // A CR at the end may be the first half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) readLine(line);
  };
}
