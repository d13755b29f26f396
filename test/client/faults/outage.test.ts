import { idealTries, OUTAGES, sufferOutage } from './outages.js';
import { simulate } from './simulation.js';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it.each(OUTAGES)('an hour of $title costs at most 1.2 times the ideal number of tries', async (outage) => {
  const { tries, back, violations } = await sufferOutage(outage, 1);
  const most = 1.2 * idealTries(outage);
  const { connects = most, api = most, provider = most + api } = outage.most;
  expect(violations).toEqual([]);
  expect(tries[outage.tries]).toBeLessThanOrEqual(most);
  expect(tries[outage.tries]).toBeGreaterThan(most / 2);
  expect(tries.connects).toBeLessThanOrEqual(connects);
  expect(tries.api).toBeLessThanOrEqual(api);
  expect(tries.provider).toBeLessThanOrEqual(provider);
  // Whoever waits longest, a try that began before, and an attachment that must spread.
  const spreads = outage.given === 'detached' ? 10_000 : 0;
  expect(back).toBeLessThanOrEqual(outage.waits.cap + Math.max(1000, outage.tryLasts) + spreads);
});

it('a policy that is detached again while the network is away, is attached again', async () => {
  const { client, broker, api, time, weather, violations } = simulate({ seed: 1 });
  void client.connect().catch(() => undefined);
  await time.runFor(60_000);
  api.detach();
  broker.cut();
  for (const calls = api.calls; api.calls === calls; ) await time.runFor(100);
  await time.runFor(700);
  weather.network = 'down';
  broker.look();
  // Longer than AWS IoT may keep refusing.
  await time.runFor(600_000);
  api.detach();
  weather.network = 'fair';
  for (let waited = 0; client.state !== 'connected' && waited < 60; waited += 1) await time.runFor(1000);
  expect(violations).toEqual([]);
  expect(client.state).toBe('connected');
  void client.close();
  await time.runFor(10_000);
});
