import { SingleBar } from 'cli-progress';

export interface ProgressOptions {
  /** What is counted: `identities`. */
  readonly what: string;
  /** Undefined where nobody knows: then there is a count and a rate, and no time left. */
  readonly total?: number | undefined;
}

export interface Progress {
  /** @param done how many, all in all */
  to(done: number): void;
  /** It is told once more, and the bar ends. */
  stop(): void;
}

/** Between two lines where there is no terminal: seconds. */
const LINE_EVERY = 10;

export function startProgress({ what, total }: ProgressOptions, stream: NodeJS.WriteStream): Progress {
  const begun = performance.now();
  const rate = (done: number) => (done / Math.max((performance.now() - begun) / 1000, 0.001)).toFixed(1);
  if (stream.isTTY && total !== undefined) return bar(what, total, stream);
  let [last, told, toldAt] = [0, -1, begun];
  const tell = () => {
    if (told === last) return;
    [told, toldAt] = [last, performance.now()];
    const of = total === undefined ? '' : ` of ${total}`;
    const left = total === undefined || last === 0 ? '' : `, ${timeLeft(last, total, begun)} left`;
    stream.write(`${last}${of} ${what}, ${rate(last)} a second${left}\n`);
  };
  return {
    to(done) {
      last = done;
      if (performance.now() - toldAt >= LINE_EVERY * 1000) tell();
    },
    stop: tell,
  };
}

function bar(what: string, total: number, stream: NodeJS.WriteStream): Progress {
  const begun = performance.now();
  const format = `{bar} {value} of {total} ${what}, {rate} a second, {left} left`;
  const single = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: false, barsize: 24 });
  single.start(total, 0, { rate: '0.0', left: '?' });
  return {
    to(done) {
      const seconds = Math.max((performance.now() - begun) / 1000, 0.001);
      single.update(done, { rate: (done / seconds).toFixed(1), left: timeLeft(done, total, begun) });
    },
    stop: () => single.stop(),
  };
}

function timeLeft(done: number, total: number, begun: number): string {
  if (done === 0) return '?';
  const seconds = Math.round(((performance.now() - begun) / 1000 / done) * Math.max(total - done, 0));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
