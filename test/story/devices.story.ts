import { deviceActs, outcomeOf } from './device-acts.js';
import { type Customer, type Device, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

/** The door is shared. */
const granted = { ada: ['lamp', 'door'], bob: ['oven', 'door'] };
const names = { customers: ['ada', 'bob'], devices: ['lamp', 'oven', 'door'] };

let place: DevicesSandbox;
let customers: Record<string, Customer>;
let devices: Record<string, Device>;

beforeAll(async () => {
  place = await devicesSandbox();
  customers = { ada: await place.customer('ada'), bob: await place.customer('bob') };
  devices = {};
  for (const name of names.devices) devices[name] = await place.device(name);
  for (const { client } of Object.values(customers)) await client.connect();
  for (const [name, own] of Object.entries(granted)) {
    for (const device of own) await place.grants.grant({ user: customerOf(name).sub, device });
  }
}, 60_000);
// AWS IoT takes a client ID only once a second.
beforeEach(() => place.sandbox.clock.advance(1100));
afterAll(() => place.stop());

const customerOf = (name: string) => customers[name] as Customer;
const deviceOf = (name: string) => devices[name] as Device;

const rows = Object.entries(granted).flatMap(([who, own]) =>
  names.devices.flatMap((what) =>
    Object.keys(deviceActs).map((act) => {
      const refusal = act.endsWith('HTTPS') ? 'ForbiddenException 403' : `DeviceNotGrantedError ${what}`;
      return { who, what, act, outcome: own.includes(what) ? 'passes' : refusal };
    }),
  ),
);

describe('two customers with a device each and one that they share', () => {
  it.each(rows)('$who, $what, $act: $outcome', async ({ who, what, act, outcome }) => {
    const on = { place, customer: customerOf(who), device: deviceOf(what) };
    expect(await outcomeOf(deviceActs[act]?.(on) ?? Promise.reject(new Error(act)))).toBe(outcome);
  });

  it('no command of anybody else has reached a device', () => {
    const { ada, bob } = { ada: customerOf('ada').sub, bob: customerOf('bob').sub };
    const reached = names.devices.map((name) => [name, deviceOf(name).commands]);
    expect(Object.fromEntries(reached)).toEqual({ lamp: [ada], oven: [bob], door: [ada, bob] });
  });
});
