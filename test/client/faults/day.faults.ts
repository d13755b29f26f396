import { A_DAY, seeds } from './climates.js';
import { runFaults } from './fault-run.js';
import { NOTHING_LEFT } from './simulation.js';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it.each(seeds(1))('a day of random faults loses no message at QoS 1 and leaves nothing, seed %i', async (seed) => {
  const report = await runFaults({ ...A_DAY, seed, closes: 'calm' });
  expect(report).toMatchObject({ violations: [], leftovers: NOTHING_LEFT });
});
