import { behaviour } from '../../costs/behaviour.js';
import { breaksAt, connectedThatRenew, demands, hoursForAll, paces } from '../../costs/demands.js';
import { planFor } from '../../costs/plan.js';
import { type Price, prices } from '../../costs/prices.js';
import { type Quota, type QuotaName, quotas } from '../../costs/quotas.js';
import { type Counted, settingCosts } from '../../costs/setting-costs.js';

const SIZES = [1e3, 1e4, 1e5, 1e6];

/** Blocks of `docs/costs.md` that are worked out, by the name that their marker has. */
export function costsPageBlocks(counted: Counted): Record<string, string> {
  return {
    'what a month costs': monthTable(),
    'what settings cost': settingsTable(counted),
    'what breaks first': breaksTable(),
    'how long it takes for all': wholeTable(),
    'how many can stay connected': renewalLines(),
    quotas: quotasTable(),
    prices: pricesTable(),
    behaviour: behaviourTable(),
  };
}

function monthTable(): string {
  const plans = SIZES.map(planFor);
  const names = Object.keys(plans[0]?.cost ?? {});
  const sums = plans.map(({ cost }) => Object.values(cost).reduce((sum, part) => sum + part, 0));
  return table(
    ['US$ a month', ...SIZES.map(usersOf)],
    [
      ...names.map((name) => [name, ...plans.map(({ cost }) => dollars(cost[name] ?? 0))]),
      ['**together**', ...sums.map(dollars)],
      ['for each user', ...sums.map((sum, index) => `$${(sum / (SIZES[index] ?? 1)).toFixed(4)}`)],
    ],
  );
}

function settingsTable(counted: Counted): string {
  const bySize = SIZES.map((users) => settingCosts(users, counted));
  const rows = (bySize[0] ?? []).map(({ setting, says }, index) => [
    setting,
    ...bySize.map((costs) => dollars(costs[index]?.usd ?? 0)),
    says,
  ]);
  return table(['US$ a month', ...SIZES.map(usersOf), 'what for'], rows);
}

/** In the order in which a growing app meets them; of each quota what asks most of it, and what asks at other times. */
function breaksTable(): string {
  const sorted = [...demands].sort((one, other) => breaksAt(one) - breaksAt(other));
  const upToTwoMillions = sorted.filter((demand) => breaksAt(demand) <= 2e6);
  const rows = upToTwoMillions.map((demand) => {
    const quota: Quota = quotas[demand.quota];
    const users = breaksAt(demand);
    const connected = users * behaviour.connectedAtPeak;
    return [
      quota.of,
      number(quota.default),
      demand.when,
      number(users),
      demand.perUser * 1e6 > quota.default ? `**${number(demand.perUser * 1e6)}**` : number(demand.perUser * 1e6),
      number(connected),
      quota.increase,
      quota.eases,
    ];
  });
  const head = [
    'quota',
    'default',
    'when',
    'from so many users on',
    'asked for by a million',
    'connected then',
    'increase',
    'what eases it',
  ];
  return table(head, rows);
}

function wholeTable(): string {
  const rates = {
    'at the quota': quotas.attachPolicy.default,
    '`detach-all`': paces.detachAll,
    '`backfill`': paces.backfill,
    'by a raised quota': 100,
  };
  const head = Object.entries(rates).map(([name, rate]) => `${name}, ${rate} a second`);
  const rows = SIZES.map((users) => [
    usersOf(users),
    ...Object.values(rates).map((rate) => duration(hoursForAll(users, rate))),
  ]);
  return table(['all of', ...head], rows);
}

function renewalLines(): string {
  const line = (name: QuotaName) => {
    const { of, default: value } = quotas[name];
    return `- ${of}, ${value}: ${number(connectedThatRenew(value))} clients`;
  };
  return [line('userAuthentication'), line('getCredentials')].join('\n');
}

function quotasTable(): string {
  const rows = Object.values(quotas).map(({ of, default: value, increase, page, read }) => [
    of,
    number(value),
    increase,
    `[page](${page})`,
    read,
  ]);
  return table(['quota', 'default', 'increase', 'source', 'read'], rows);
}

function pricesTable(): string {
  const rows = Object.values<Price>(prices).map(({ usd, of, free, page, read }) => [
    of,
    `$${usd < 0.001 ? `${Number((usd * 1e6).toPrecision(6))} a million` : usd}`,
    free === undefined ? '–' : number(free),
    `[page](${page})`,
    read,
  ]);
  return table(['one', 'costs', 'free a month', 'source', 'read'], rows);
}

function behaviourTable(): string {
  const rows = Object.entries(behaviour).map(([name, value]) => [`\`${name}\``, String(value)]);
  return table(['assumed', 'value'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function usersOf(users: number): string {
  return `${number(users)} users`;
}

function dollars(value: number): string {
  return `$${value < 100 ? value.toFixed(2) : number(value)}`;
}

/** Two digits that count. */
function number(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US');
}

function duration(hours: number): string {
  if (hours * 60 < 2) return `${Math.ceil(hours * 3600)} s`;
  return hours < 2 ? `${Math.round(hours * 60)} min` : `${hours.toFixed(1)} h`;
}
