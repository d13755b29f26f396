import { behaviour } from './behaviour.js';
import { type QuotaName, quotas } from './quotas.js';

/** Something that asks of a quota, in proportion to the users. */
export interface Demand {
  readonly quota: QuotaName;
  /** When that is: in words. */
  readonly when: string;
  /** Of the quota's own unit. */
  readonly perUser: number;
}

const DAY = 86_400;
const DAYS = 30;
const {
  newEachMonth,
  peak,
  connectedAtPeak,
  connectionsPerDay,
  hoursConnectedPerDay,
  messagesPerDay,
  filtersPerConnection,
  comeBackWithin,
  launchShare,
  launchWithin,
  emailsPerNewUser,
  renewsAfterMinutes,
} = behaviour;

const perSecondAtPeak = (perDay: number) => (perDay / DAY) * peak;
const newAtPeak = perSecondAtPeak(newEachMonth / DAYS);
const atLaunch = launchShare / launchWithin;
const comingBack = connectedAtPeak / comeBackWithin;
const renewing = connectedAtPeak / (renewsAfterMinutes * 60);

const [launch, everyDay, back, renewal, busiest] = [
  'at a launch',
  'on an ordinary day',
  'when everybody comes back after an interruption',
  'when all who are connected renew within the hour',
  'at the busiest time',
];

/** Each of them by itself: what a quota is asked for at once is the largest of its own. */
export const demands: readonly Demand[] = [
  { quota: 'emails', when: everyDay, perUser: (newEachMonth / DAYS) * emailsPerNewUser },
  { quota: 'emails', when: 'on the day of a launch', perUser: launchShare * emailsPerNewUser },
  { quota: 'attachPolicy', when: everyDay, perUser: newAtPeak },
  { quota: 'attachPolicy', when: launch, perUser: atLaunch },
  // Signing up, and confirming it.
  { quota: 'userCreation', when: everyDay, perUser: 2 * newAtPeak },
  { quota: 'userCreation', when: launch, perUser: 2 * atLaunch },
  { quota: 'userAuthentication', when: launch, perUser: atLaunch },
  { quota: 'userAuthentication', when: everyDay, perUser: perSecondAtPeak(1 / 10) },
  { quota: 'userAuthentication', when: renewal, perUser: renewing },
  { quota: 'getId', when: launch, perUser: atLaunch },
  { quota: 'getCredentials', when: back, perUser: comingBack },
  // Each connection needs some, and each hour of it.
  { quota: 'getCredentials', when: everyDay, perUser: perSecondAtPeak(connectionsPerDay + hoursConnectedPerDay) },
  { quota: 'getCredentials', when: renewal, perUser: renewing },
  { quota: 'connects', when: back, perUser: comingBack },
  { quota: 'connections', when: busiest, perUser: connectedAtPeak },
  { quota: 'subscriptions', when: busiest, perUser: connectedAtPeak * filtersPerConnection },
  { quota: 'publishes', when: busiest, perUser: perSecondAtPeak(messagesPerDay) },
];

/** Users from whom on it asks for more than the quota. */
export function breaksAt({ quota, perUser }: Pick<Demand, 'quota' | 'perUser'>): number {
  return quotas[quota].default / perUser;
}

/** Calls a second of the commands, unless `--rate` says otherwise: below the quota, which sign-ins share. */
export const paces = { backfill: 10, detachAll: 14 } as const;

/** Hours that it takes to attach or detach all of them, by the quota of `AttachPolicy` or `DetachPolicy`, which are equal. */
export function hoursForAll(users: number, aSecond: number = quotas.attachPolicy.default): number {
  return users / aSecond / 3600;
}

/** Clients that can stay connected while a quota grants so many renewals a second. */
export function connectedThatRenew(aSecond: number): number {
  return aSecond * renewsAfterMinutes * 60;
}
