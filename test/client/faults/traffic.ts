import { ClosedError, NotAuthorizedError } from '../../../client/index.js';
import { identityId } from '../client-under-test.js';
import { FORBIDDEN, type Simulation } from './simulation.js';

const TOPICS = [`users/${identityId}/a`, `users/${identityId}/b`, `users/${identityId}/c`] as const;
const FILTERS = [`users/${identityId}/in/#`, 'news/{about}'] as const;
const HEARD = [`users/${identityId}/in/x`, `users/${identityId}/in/y`, 'news/today'] as const;

export interface Traffic {
  /** Nothing more is published, but what has been goes on. */
  stop(): void;
  /** One message on each topic and to each filter, whatever else is going on. */
  probe(): void;
  /** What was published by the client and has neither been acknowledged nor refused. */
  readonly pending: number;
  readonly published: number;
  readonly heard: ReadonlySet<string>;
}

/** What an app and others do all the while, and what must be true of it at every moment. */
export function letTrafficFlow(
  { client, protocolVersion, broker, time, randomOf, log, violated }: Simulation,
  pause: number,
): Traffic {
  const random = randomOf('traffic');
  const heard = new Set<string>();
  let pending = 0;
  let published = 0;
  let incoming = 0;
  let isClosing = false;
  const stops = new Set<() => void>();

  const publish = (topic: string) => {
    const id = `${topic}#${published}`;
    published += 1;
    pending += 1;
    log(`publish ${id}`);
    client.publish(topic, id).then(
      () => {
        pending -= 1;
        log(`acknowledged ${id}`);
        if (!broker.received.has(id)) violated(`${id} was acknowledged and has never come to the broker`);
      },
      (error: unknown) => {
        pending -= 1;
        if (!(isClosing && error instanceof ClosedError) && !mayBeBlamed(error))
          violated(`${id} was refused: ${error}`);
      },
    );
  };

  // MQTT 3.1.1 has the same word for a refusal and for a network that breaks. Whoever published is told.
  const mayBeBlamed = (error: unknown) => protocolVersion === 4 && error instanceof NotAuthorizedError;

  const publishForbidden = () => {
    client.publish(FORBIDDEN, 'no').then(
      () => violated('what is forbidden was acknowledged'),
      (error: Error) => {
        if (error.name !== 'NotAuthorizedError' && !isClosing) violated(`what is forbidden ended with ${error}`);
      },
    );
  };

  const hear = (topic: string) => {
    incoming += 1;
    broker.sessions.publish({ id: `${topic}#in${incoming}`, topic });
  };

  /** Again and again, at random intervals of `mean` milliseconds. */
  const often = (mean: number, happens: () => void) => {
    let stop = () => {};
    const next = () => {
      stop = time.after(-Math.log(1 - random.next()) * mean, () => {
        happens();
        next();
      });
    };
    next();
    stops.add(() => stop());
  };

  for (const filter of FILTERS) {
    client
      .subscribe(filter, (message) => {
        heard.add(message.text());
        log(`heard ${message.text()}`);
      })
      .catch((error: unknown) => isClosing || violated(`${filter} was refused: ${error}`));
  }
  often(pause, () => publish(random.pick(TOPICS)));
  often(pause, () => hear(random.pick(HEARD)));
  // A burst, more than AWS IoT takes at once.
  often(pause * 100, () => {
    for (let i = 0; i < 120; i += 1) publish(random.pick(TOPICS));
  });
  often(pause * 300, publishForbidden);

  return {
    stop() {
      isClosing = true;
      for (const stop of stops) stop();
    },
    probe() {
      for (const topic of TOPICS) publish(topic);
      for (const topic of HEARD) hear(topic);
    },
    get pending() {
      return pending;
    },
    get published() {
      return published;
    },
    heard,
  };
}
