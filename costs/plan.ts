import { behaviour } from './behaviour.js';
import { demands } from './demands.js';
import { prices } from './prices.js';
import type { QuotaName } from './quotas.js';

export interface Plan {
  readonly users: number;
  /** What the busiest moment asks of each quota. */
  readonly demand: Readonly<Record<QuotaName, number>>;
  /** US dollars a month, by what is paid for. */
  readonly cost: Readonly<Record<string, number>>;
}

/** Bytes of a line: seen in the sandbox on 2026-12-01, of an attach that went well. Lambda's own lines come besides. */
export const lineBytes = { answer: 413, withMetrics: 858, accessLog: 504 };

/** Memory of the function by default, and the seconds that a call is assumed to take. */
const [GIGABYTES, SECONDS] = [0.5, 0.05];
const DAYS = 30;

/** Works out demand and cost for so many monthly active users, by the assumptions. */
export function planFor(users: number): Plan {
  const { hoursConnectedPerDay, messagesPerDay } = behaviour;
  const requests = requestsOf(users);
  const ofFunction = prices.lambdaRequest.usd + GIGABYTES * SECONDS * prices.lambdaGbSecond.usd;
  return {
    users,
    demand: demandOf(users),
    cost: {
      'Cognito users': Math.max(0, users - prices.activeUser.free) * prices.activeUser.usd,
      'IoT messages': users * messagesPerDay * DAYS * prices.message.usd,
      'IoT connections': users * hoursConnectedPerDay * 60 * DAYS * prices.connectionMinute.usd,
      'API Gateway': requests * prices.apiRequest.usd,
      Lambda: requests * ofFunction,
    },
  };
}

/** Requests to the API in a month: those of new users alone. */
export function requestsOf(users: number): number {
  return users * behaviour.newEachMonth * behaviour.requestsPerNewUser;
}

function demandOf(users: number): Record<QuotaName, number> {
  const most = {} as Record<QuotaName, number>; // each quota has a demand, which a test holds
  for (const { quota, perUser } of demands) most[quota] = Math.max(most[quota] ?? 0, perUser * users);
  return most;
}
