/**
 * Notices that nothing came for too long, in the machine's own time: whoever moves the sandbox's clock has not made the
 * clients silent. Every packet counts, so that is all that a packet costs here.
 */
export class KeepAlive {
  readonly #tooLong: () => void;
  #milliseconds = 0;
  #heardAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param tooLong called once */
  constructor(tooLong: () => void) {
    this.#tooLong = tooLong;
  }

  /** From now on a silence of this many milliseconds is too long. */
  expect(milliseconds: number): void {
    this.#milliseconds = milliseconds;
    this.heard();
    this.#wait(milliseconds);
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const left = this.#heardAt + this.#milliseconds - performance.now();
      if (left > 0) this.#wait(left);
      else this.#tooLong();
    }, milliseconds).unref();
  }
}
