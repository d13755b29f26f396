/** Condition keys whose values change by themselves. */
const TIME_KEYS: readonly string[] = ['aws:currenttime', 'aws:epochtime'];

/** Condition keys and policy variables of a request, which notice whether an answer rests on the time. */
export class WatchedContext extends Map<string, readonly string[]> {
  #hasToldTime = false;
  #source: WatchedContext | undefined;

  /** Whether the time was asked for, here or in a changed copy. */
  get hasToldTime(): boolean {
    return this.#hasToldTime;
  }

  override get(key: string): readonly string[] | undefined {
    if (TIME_KEYS.includes(key)) this.#tellTime();
    return super.get(key);
  }

  override has(key: string): boolean {
    if (TIME_KEYS.includes(key)) this.#tellTime();
    return super.has(key);
  }

  /** A copy without some of its keys, and with others. */
  changed(without: readonly string[], more: readonly [key: string, values: readonly string[]][]): WatchedContext {
    const copy = new WatchedContext(this);
    copy.#source = this;
    for (const key of without) copy.delete(key);
    for (const [key, values] of more) copy.set(key, values);
    return copy;
  }

  #tellTime(): void {
    this.#hasToldTime = true;
    if (this.#source !== undefined) this.#source.#tellTime();
  }
}
