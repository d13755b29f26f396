import { seeds, TEN_MINUTES } from './climates.js';
import { runFaults } from './fault-run.js';
import { NOTHING_LEFT } from './simulation.js';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe.each([5, 4] as const)('in ten minutes of random faults, in MQTT %i', (protocolVersion) => {
  it.each(seeds(30))('no message at QoS 1 is lost, seed %i', async (seed) => {
    const report = await runFaults({ ...TEN_MINUTES, seed, protocolVersion, closes: 'calm' });
    expect(report).toMatchObject({ violations: [], leftovers: NOTHING_LEFT });
  });

  it.each(seeds(15))('an end in their midst leaves nothing, seed %i', async (seed) => {
    const report = await runFaults({ ...TEN_MINUTES, seed, protocolVersion, closes: 'storm' });
    expect(report).toMatchObject({ violations: [], leftovers: NOTHING_LEFT });
  });
});
