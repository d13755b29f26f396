import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roundTripsTable } from '../../bench/report/round-trips-table.js';
import { countRoundTrips, type RoundTrips, type WayThere } from '../../bench/round-trips/round-trips.js';
import { createIotClient, type IotClientOptions, type StackOutputs } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');

describe('from credentials to the first message', () => {
  let sandbox: Sandbox;
  let counted: readonly RoundTrips[];
  beforeAll(async () => {
    sandbox = await runningSandbox();
    counted = await countRoundTrips(sandbox);
  }, 60_000);
  afterAll(() => sandbox.stop());

  const costs = ({ connections, roundTrips }: WayThere) => ({ connections, roundTrips: roundTrips.length });

  it('a returning user waits for three round trips, as few as with anybody', () => {
    for (const { returning } of counted) expect(costs(returning)).toEqual({ connections: 1, roundTrips: 3 });
  });

  it('a new user waits no longer than with clients whose app attaches', () => {
    const [ours, first, refused, ...others] = counted;
    expect(others).toHaveLength(2);
    for (const { firstTime } of others) expect(costs(firstTime)).toEqual({ connections: 2, roundTrips: 4 });
    expect(ours && costs(ours.firstTime)).toEqual({ connections: 2, roundTrips: 4 });
    expect(first && costs(first.firstTime)).toEqual({ connections: 2, roundTrips: 4 });
    // Where nothing is kept it finds out by itself that there is something to attach.
    expect(refused?.firstTime.roundTrips).toEqual(['upgrade', 'mqtt', 'http', 'upgrade', 'mqtt', 'mqtt']);
  });

  it('are those in docs/performance.md; npm run bench -- --round-trips --docs makes it so', () => {
    expect(page).toContain(`<!-- round-trips -->\n${roundTripsTable(counted)}\n<!-- /round-trips -->`);
  });

  it('know no other way to attach', () => {
    const outputs = sandbox.outputs as unknown as StackOutputs; // It is our own stack.
    const attach = 'never' as IotClientOptions['attach'] & string;
    expect(() => createIotClient({ outputs, credentials: async () => ({}), attach })).toThrow(
      "The option attach is never; it is 'when new', 'when refused' or 'first'.",
    );
  });
});
