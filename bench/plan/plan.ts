import { behaviour, prices, type quotas } from './assumptions.js';

export type QuotaName = keyof typeof quotas;

export interface Plan {
  readonly users: number;
  /** What the busiest moment asks of each quota. */
  readonly demand: Readonly<Record<QuotaName, number>>;
  /** US dollars a month, by what is paid for. */
  readonly cost: Readonly<Record<string, number>>;
}

const day = 86_400;
const days = 30;

/** Works out demand and cost for so many monthly active users, by the assumptions. */
export function planFor(users: number): Plan {
  const { newEachMonth, peak, connectedAtPeak, connectionsPerDay, hoursConnectedPerDay, messagesPerDay } = behaviour;
  const perSecondAtPeak = (perDay: number) => (perDay / day) * peak;
  const newUsers = users * newEachMonth;
  const newAtPeak = Math.max(
    perSecondAtPeak(newUsers / days),
    (users * behaviour.launchShare) / behaviour.launchWithin,
  );
  const connected = users * connectedAtPeak;
  const comeBack = connected / behaviour.comeBackWithin;
  // Credentials live for an hour, and each connection needs some.
  const credentials = Math.max(comeBack, perSecondAtPeak(users * (connectionsPerDay + hoursConnectedPerDay)));
  const messages = users * messagesPerDay * days;
  // Each new user once, by three requests of which the pace turns two away; with 512 MB and 50 ms.
  const requests = newUsers * 3;
  return {
    users,
    demand: {
      attachPolicy: newAtPeak,
      userCreation: 2 * newAtPeak,
      userAuthentication: Math.max(newAtPeak, perSecondAtPeak(users / 10)),
      getId: newAtPeak,
      getCredentials: credentials,
      connects: comeBack,
      connections: connected,
      publishes: perSecondAtPeak(users * messagesPerDay),
    },
    cost: {
      'Cognito users': Math.max(0, users - prices.freeActiveUsers) * prices.activeUser,
      'IoT messages': messages * prices.message,
      'IoT connections': users * hoursConnectedPerDay * 60 * days * prices.connectionMinute,
      'API Gateway': requests * prices.apiRequest,
      Lambda: requests * (prices.lambdaRequest + 0.5 * 0.05 * prices.lambdaGbSecond),
    },
  };
}

export interface StormTime {
  /** Seconds until the last is attached. */
  readonly lastSeconds: number;
  /** Seconds that one waits in the middle of the storm. */
  readonly medianWait: number;
}

/**
 * Simulates, second by second, so many new users within so many seconds against a quota, which is used as well as the
 * storm in the benchmark used it.
 *
 * @param use ideal time by real time, from 0 to 1
 */
export function stormTime(newUsers: number, withinSeconds: number, quota: number, use = 0.9): StormTime {
  let arrived = 0;
  let attached = 0;
  let second = 0;
  let medianArrived = 0;
  let medianAttached = 0;
  while (attached < newUsers) {
    second += 1;
    arrived = Math.min(newUsers, (newUsers * second) / withinSeconds);
    attached = Math.min(arrived, attached + quota * use);
    if (!medianArrived && arrived >= newUsers / 2) medianArrived = second;
    if (!medianAttached && attached >= newUsers / 2) medianAttached = second;
  }
  return { lastSeconds: second, medianWait: medianAttached - medianArrived };
}
