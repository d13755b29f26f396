/** Whether something waits since AWS IoT takes no more at once; tells each change once. */
export interface Pressure {
  readonly isHigh: boolean;
  tell(isHigh: boolean): void;
}

export function createPressure(onChange: (isHigh: boolean) => void): Pressure {
  let isHigh = false;
  return {
    get isHigh() {
      return isHigh;
    },
    tell(now) {
      if (now === isHigh) return;
      isHigh = now;
      onChange(now);
    },
  };
}
