import { behaviour } from '../../costs/behaviour.js';
import { type Plan, planFor } from '../../costs/plan.js';
import { type QuotaName, quotas } from '../../costs/quotas.js';
import { table } from '../report/tables.js';
import { stormTime } from './storm-time.js';

const steps = [1e4, 1e6, 1e8];

const titles: Readonly<Record<QuotaName, string>> = {
  emails: 'Cognito e-mails a day',
  attachPolicy: 'iot:AttachPolicy a second',
  userCreation: 'Cognito UserCreation a second',
  userAuthentication: 'Cognito UserAuthentication a second',
  getId: 'Cognito GetId a second',
  getCredentials: 'Cognito GetCredentialsForIdentity a second',
  connects: 'IoT connects a second',
  connections: 'IoT connections at once',
  subscriptions: 'IoT subscriptions at once',
  publishes: 'IoT publishes a second',
};

/** US dollars a month at each step. */
export function planTable(): string {
  const plans = steps.map(planFor);
  const names = Object.keys(plans[0]?.cost ?? {});
  const rows = names.map((name) => [name, ...plans.map(({ cost }) => dollars(cost[name] ?? 0))]);
  const sum = ({ cost }: Plan) => Object.values(cost).reduce((total, part) => total + part, 0);
  const total = ['together', ...plans.map((plan) => dollars(sum(plan)))];
  const each = ['for each user', ...plans.map((plan) => `$${(sum(plan) / plan.users).toFixed(4)}`)];
  return table(['$ a month', ...heads()], [...rows, total, each]);
}

/** What the busiest moment asks, and by how much that is more than the quota. */
export function quotaTable(): string {
  const plans = steps.map(planFor);
  const rows = (Object.keys(titles) as QuotaName[]).map((name) => {
    const limit = quotas[name].default;
    const cells = plans.map(({ demand }) => {
      const times = demand[name] / limit;
      return times > 1 ? `${rounded(demand[name])} (**${rounded(times)} × too much**)` : rounded(demand[name]);
    });
    return [titles[name], rounded(limit), ...cells];
  });
  return table(['at the busiest moment', 'default quota', ...heads()], rows);
}

/** How long a launch takes at some quotas. */
export function stormTimeTable(): string {
  const limits = [15, 100, 500];
  const rows = steps.map((users) => {
    const launch = users * behaviour.launchShare;
    return [
      `${rounded(users)} users, ${rounded(launch)} new ones within ${duration(behaviour.launchWithin)}`,
      ...limits.map((limit) => {
        const { lastSeconds, medianWait } = stormTime(launch, behaviour.launchWithin, limit);
        return `${duration(lastSeconds)}, median wait ${duration(medianWait)}`;
      }),
    ];
  });
  return table(['launch', ...limits.map((limit) => `quota of ${limit} a second`)], rows);
}

function heads(): string[] {
  return steps.map((users) => `${rounded(users)} users`);
}

function dollars(value: number): string {
  return `$${value < 10 ? value.toFixed(2) : rounded(value)}`;
}

function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
