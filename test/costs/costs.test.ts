import { backfillCommand } from '../../cli/backfill/backfill-command.js';
import { detachAllCommand } from '../../cli/detach-all/detach-all-command.js';
import { behaviour } from '../../costs/behaviour.js';
import { breaksAt, connectedThatRenew, demands, hoursForAll, paces } from '../../costs/demands.js';
import { planFor } from '../../costs/plan.js';
import { prices } from '../../costs/prices.js';
import { quotas } from '../../costs/quotas.js';
import { settingCosts } from '../../costs/setting-costs.js';

describe('a month of 100,000 users', () => {
  const { cost } = planFor(100_000);

  it('costs what is reckoned by hand', () => {
    // 90,000 beyond the free ones, at 0.0055.
    expect(cost['Cognito users']).toBeCloseTo(495);
    // 100 a day for 30 days: 300 million, at a dollar a million.
    expect(cost['IoT messages']).toBeCloseTo(300);
    // 2 h a day for 30 days: 360 million minutes, at 8 cents a million.
    expect(cost['IoT connections']).toBeCloseTo(28.8);
    // 5,000 new users with three requests each: 15,000, at 3.50 a million.
    expect(cost['API Gateway']).toBeCloseTo(0.0525);
    // 15,000 calls at 0.20 a million, and 375 GB-seconds.
    expect(cost.Lambda).toBeCloseTo(0.003 + 375 * 0.0000133334);
  });

  it('costs nothing for users among the free ones', () => {
    expect(planFor(10_000).cost['Cognito users']).toBe(0);
    expect(planFor(10_001).cost['Cognito users']).toBeCloseTo(0.0055);
  });
});

describe('settings', () => {
  const costs = settingCosts(1_000_000, { alarms: 8, alarmsWithMetrics: 10, metrics: 23 });
  const usd = (setting: string) => costs.find((one) => one.setting === setting)?.usd;

  it('cost what is reckoned by hand for a million users, whose 50,000 new ones ask 150,000 times', () => {
    expect(usd('`alarms`')).toBeCloseTo(8 * 0.1 + 1);
    expect(usd('`alarms` with `metrics`')).toBeCloseTo(2);
    // Three metrics, and 445 bytes more in each of 150,000 lines: 0.06675 GB at 0.50.
    expect(usd('`metrics`')).toBeCloseTo(0.9 + 0.033375);
    expect(usd('`dashboard`')).toBe(3);
    expect(usd('`tracing`')).toBeCloseTo(0.75);
    expect(usd('`webAclRateLimit`')).toBeCloseTo(6.09);
    // 0.0756 GB.
    expect(usd('`apiAccessLog`')).toBeCloseTo(0.0378);
    expect(usd('`directory`')).toBeCloseTo(0.1875 + 0.01875, 4);
    expect(usd('`email`')).toBeCloseTo(5);
  });
});

describe('quotas', () => {
  const at = (quota: string, when: RegExp) =>
    demands.filter((one) => one.quota === quota && when.test(one.when)).map(breaksAt)[0];

  it.each([
    // 5 % of the users are new in 30 days: 30,000 users have 50 a day.
    { what: 'e-mails', quota: 'emails', when: /ordinary/, users: 30_000 },
    // 1 % on one day.
    { what: 'e-mails of a launch', quota: 'emails', when: /launch/, users: 5_000 },
    // 1 % within 600 s: 900,000 users are 15 a second.
    { what: 'attaches of a launch', quota: 'attachPolicy', when: /launch/, users: 900_000 },
    // A fifth of them connected, each with two filters: 0.4 a user.
    { what: 'subscriptions', quota: 'subscriptions', when: /busiest/, users: 1_250_000 },
    // 60,000 connected come back within 300 s: 200 a second.
    { what: 'credentials after an interruption', quota: 'getCredentials', when: /comes back/, users: 300_000 },
    // 396,000 connected renew within 55 min: 120 a second.
    { what: 'sign-ins that renew', quota: 'userAuthentication', when: /renew/, users: 1_980_000 },
  ])('$what break at $users users', ({ quota, when, users }) => {
    expect(at(quota, when)).toBeCloseTo(users);
  });

  it('carry near 400,000 clients that stay connected', () => {
    expect(connectedThatRenew(quotas.userAuthentication.default)).toBe(396_000);
    expect(connectedThatRenew(quotas.getCredentials.default)).toBe(660_000);
  });

  it('let a backfill or a teardown of a million take 18.5 hours', () => {
    expect(hoursForAll(1_000_000).toFixed(1)).toBe('18.5');
    expect(hoursForAll(54_000)).toBe(1);
  });

  it('are kept below by the commands, at the pace that is reckoned with', () => {
    const byDefault = { backfill: backfillCommand().opts().rate, detachAll: detachAllCommand().opts().rate };
    expect(paces).toEqual(byDefault);
    for (const pace of Object.values(paces)) expect(pace).toBeLessThan(quotas.attachPolicy.default);
  });

  it('have something that asks of each, and the plan takes what asks most', () => {
    expect(Object.keys(planFor(1).demand).sort()).toEqual(Object.keys(quotas).sort());
    expect(planFor(1e6).demand.emails).toBeCloseTo(10_000);
    expect(planFor(1e6).demand.userAuthentication).toBeCloseTo(60.6, 1);
  });
});

it.each([...Object.entries(prices), ...Object.entries(quotas)])('%s says where and when it was read', (_, one) => {
  expect(one.page).toMatch(/^https:\/\/(docs\.)?aws\.amazon\.com\//);
  expect(one.read).toMatch(/\d{4}|whitepaper/);
});

it('an app renews before the hour is over', () => {
  expect(behaviour.renewsAfterMinutes).toBeLessThan(60);
});
