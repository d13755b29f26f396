/** AWS answered too slowly to list all in one invocation, or somebody has stopped it; the next one may be luckier. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** The same pages, as long as there is time. @throws OutOfTime so that a list that was cut off is never taken for all */
export async function* withinTime<T>(pages: AsyncIterable<T>, isOver: () => boolean): AsyncGenerator<T> {
  for await (const page of pages) {
    if (isOver()) throw new OutOfTime('AWS IoT lists the targets too slowly');
    yield page;
  }
}
