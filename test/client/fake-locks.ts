import type { TabLocks } from '../../client/client-ids.js';

type Callback = Parameters<TabLocks['request']>[2];
interface Request {
  readonly name: string;
  readonly tab: object;
  readonly grant: () => void;
}

/** The Web Locks of a browser: each name is held by one, and the next in line gets it. */
export class FakeLocks {
  readonly #held = new Map<string, object>();
  #line: Request[] = [];

  /** A tab of this browser; `die` is its end, or its reload. */
  tab(): TabLocks & { die(): void } {
    const tab = {};
    const request: TabLocks['request'] = (name, options, callback) =>
      new Promise((resolve, reject) => {
        if ('ifAvailable' in options && this.#held.has(name)) return resolve(callback(null));
        const grant = () => void this.#run(name, tab, callback).then(resolve, reject);
        const waiting = { name, tab, grant };
        if ('signal' in options) {
          options.signal.addEventListener('abort', () => {
            this.#line = this.#line.filter((other) => other !== waiting);
            reject(options.signal.reason);
          });
        }
        this.#line.push(waiting);
        this.#next();
      });
    const die = () => {
      this.#line = this.#line.filter((waiting) => waiting.tab !== tab);
      for (const [name, holder] of this.#held) if (holder === tab) this.#held.delete(name);
      this.#next();
    };
    return { request, die };
  }

  async #run(name: string, tab: object, callback: Callback): Promise<void> {
    this.#held.set(name, tab);
    await callback({ name });
    if (this.#held.get(name) === tab) this.#held.delete(name);
    this.#next();
  }

  #next(): void {
    const next = this.#line.find(({ name }) => !this.#held.has(name));
    if (next === undefined) return;
    this.#line = this.#line.filter((other) => other !== next);
    next.grant();
    this.#next();
  }
}
