import { seeds, TEN_MINUTES } from './climates.js';
import { runFaults } from './fault-run.js';
import { NOTHING_LEFT } from './simulation.js';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe.each([5, 4] as const)('in ten minutes of random faults, in MQTT %i', (protocolVersion) => {
  it.each(seeds(2))('no message at QoS 1 is lost, seed %i', async (seed) => {
    const report = await runFaults({ ...TEN_MINUTES, seed, protocolVersion, closes: 'calm' });
    expect(report).toMatchObject({ violations: [], leftovers: NOTHING_LEFT });
  });

  it.each(seeds(2))('an end in their midst leaves nothing, seed %i', async (seed) => {
    const report = await runFaults({ ...TEN_MINUTES, seed, protocolVersion, closes: 'storm' });
    expect(report).toMatchObject({ violations: [], leftovers: NOTHING_LEFT });
  });
});

it('a seed gives the same world each time, and another seed another one', async () => {
  const run = async (seed: number) => {
    const { lines } = await runFaults({ ...TEN_MINUTES, seed, closes: 'calm' });
    jest.useRealTimers();
    jest.restoreAllMocks();
    return lines;
  };
  const first = await run(7);
  expect(first.length).toBeGreaterThan(1000);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
});

describe('what a world does that it must not is seen', () => {
  it.each([
    ['an acknowledged message that is gone', /was acknowledged and has never come/, 'forgets what it takes'],
    ['a message that no handler gets', /was never heard/, 'delivers nothing'],
  ] as const)('%s', async (_title, seen, fault) => {
    const report = await runFaults({
      ...TEN_MINUTES,
      seed: 1,
      closes: 'calm',
      spoil({ broker }) {
        if (fault === 'delivers nothing') broker.sessions.publish = ({ id }) => void broker.sessions.owed.add(id);
        else jest.spyOn(broker.received, 'add').mockReturnThis();
      },
    });
    expect(report.violations).toContainEqual(expect.stringMatching(seen));
  });

  it('a timer that is left', async () => {
    const spoil = () => void setTimeout(() => undefined, 10 ** 9);
    const { leftovers } = await runFaults({ ...TEN_MINUTES, lasts: 10_000, seed: 1, closes: 'calm', spoil });
    expect(leftovers).toMatchObject({ timers: [expect.any(String)] });
  });
});
