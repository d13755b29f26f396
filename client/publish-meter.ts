/** Counts what goes over one connection in either direction, to stay below what AWS IoT allows. */
export interface PublishMeter {
  count(publishes: number): void;
  /** Milliseconds until that many more may go; 0 for now. */
  pause(publishes: number): number;
}

/**
 * AWS IoT discards what is above 100 publishes a second, in and out together, on one connection.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
const PER_SECOND = 90;

export function createPublishMeter(): PublishMeter {
  let times: number[] = [];
  const lastSecond = () => {
    const from = Date.now() - 1000;
    times = times.filter((time) => time > from);
    return times;
  };
  return {
    count(publishes) {
      for (let i = 0; i < publishes; i += 1) times.push(Date.now());
    },
    pause(publishes) {
      const over = lastSecond().length + publishes - PER_SECOND;
      if (over <= 0) return 0;
      return Math.max(1, (times[Math.min(over, times.length) - 1] ?? Date.now()) + 1001 - Date.now());
    },
  };
}
