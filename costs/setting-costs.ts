import { behaviour } from './behaviour.js';
import { lineBytes, requestsOf } from './plan.js';
import { prices } from './prices.js';

/** What the stack has of something that is paid for one by one. */
export interface Counted {
  readonly alarms: number;
  readonly alarmsWithMetrics: number;
  /** Of the function, if every outcome occurs that there is. */
  readonly metrics: number;
}

/** What a setting costs a month in US dollars, beside what the stack costs without it. */
export interface SettingCost {
  readonly setting: string;
  readonly usd: number;
  /** What that is made of. */
  readonly says: string;
}

/** Outcomes `OK` and `Throttled`, and the action `attach`. */
const ORDINARY_METRICS = 3;
/** The item, and its place in the index. */
const WRITES = 2;
const GB = 1e9;

/** Nothing is taken off for what is free of an account: others may have used it up. */
export function settingCosts(users: number, { alarms, alarmsWithMetrics, metrics }: Counted): SettingCost[] {
  const requests = requestsOf(users);
  const logged = (bytes: number) => (requests * bytes * prices.logGb.usd) / GB;
  const more = logged(lineBytes.withMetrics - lineBytes.answer);
  const { alarm, key, webAcl, webAclRule, webAclRequest } = prices;
  const emails = users * behaviour.newEachMonth * behaviour.emailsPerNewUser;
  return [
    { setting: '`alarms`', usd: alarms * alarm.usd + key.usd, says: `${alarms} alarms and the key of the topic` },
    {
      setting: '`alarms` with `metrics`',
      usd: alarmsWithMetrics * alarm.usd + key.usd,
      says: `${alarmsWithMetrics} alarms and the key; the metrics stand below`,
    },
    {
      setting: '`metrics`',
      usd: ORDINARY_METRICS * prices.metric.usd + more,
      says: `${ORDINARY_METRICS} metrics in an ordinary month, and longer lines; if all ${metrics} occur, $${(metrics * prices.metric.usd).toFixed(2)}`,
    },
    { setting: '`dashboard`', usd: prices.dashboard.usd, says: 'one dashboard' },
    {
      setting: '`tracing`',
      usd: requests * prices.trace.usd,
      says: 'if each request were traced, which is a part of them',
    },
    {
      setting: '`webAclRateLimit`',
      usd: webAcl.usd + webAclRule.usd + requests * webAclRequest.usd,
      says: 'web ACL, rule, requests',
    },
    { setting: '`apiAccessLog`', usd: logged(lineBytes.accessLog), says: 'a line of each request' },
    {
      setting: '`directory`',
      usd: requests * (WRITES * prices.tableWrite.usd + prices.tableRead.usd),
      says: 'two writes and a read of each request; storage not counted',
    },
    { setting: '`email`', usd: emails * prices.email.usd, says: 'an e-mail to each new user' },
  ];
}
