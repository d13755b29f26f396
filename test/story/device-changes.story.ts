import { soon } from '../client/sandbox-clients.js';
import { deviceActs, outcomeOf } from './device-acts.js';
import { type Customer, type Device, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

const DELAY = 60;

let place: DevicesSandbox;
let count = 0;

beforeAll(async () => {
  place = await devicesSandbox();
}, 60_000);
afterAll(() => place.stop());

/** Another customer who is connected, and another device, called `<name>-<number>`. */
async function newPair(name = 'lamp'): Promise<{ customer: Customer; device: Device }> {
  count += 1;
  const [customer, device] = [await place.customer(`user${count}`), await place.device(`${name}-${count}`)];
  await customer.client.connect();
  return { customer, device };
}

const commanding = (customer: Customer, device: Device) =>
  outcomeOf((deviceActs['publish a command'] as (typeof deviceActs)[string])({ place, customer, device }));
const grantOf = ({ sub: user }: Customer, { name: device }: Device) => ({ user, device });

/** What the app has had to ask for since the sandbox began: credentials, answers of the API, connections. */
function asked({ identityId }: Customer) {
  const { counts } = place.sandbox.guard;
  const calls = ['cognito-identity:GetCredentialsForIdentity', 'execute-api:Invoke'].map(
    (name) => counts()[name]?.calls,
  );
  return [...calls, place.sandbox.views.connections().filter((one) => one.identityId === identityId).length];
}

/** Subscribes to the state, and hands out what came, once everything that was sent before has come or was dropped. */
async function stateOf({ client }: Customer, { name }: Device) {
  const heard: string[] = [];
  await client.subscribe(`devices/${name}/state/#`, (message) => heard.push(message.text()));
  let marks = 0;
  await client.subscribe(client.myTopic('marks'), () => {
    marks += 1;
  });
  return async () => {
    const before = marks;
    await client.publish(client.myTopic('marks'), 'mark');
    await soon(() => marks, before + 1);
    expect(marks).toBe(before + 1);
    return heard.splice(0);
  };
}

describe('a grant while connected', () => {
  it('is felt by the open connection, without new credentials, a POST or a connection', async () => {
    const { customer, device } = await newPair();
    expect(await commanding(customer, device)).toBe(`DeviceNotGrantedError ${device.name}`);
    // That has closed the connection, as AWS IoT does: this waits for the next one.
    await customer.client.connect();
    const before = asked(customer);
    await place.grants.grant(grantOf(customer, device));
    expect(await commanding(customer, device)).toBe('passes');
    expect(asked(customer)).toEqual(before);
  });

  it('taken back, ends an open subscription, and then refuses a command', async () => {
    const { customer, device } = await newPair();
    await place.grants.grant(grantOf(customer, device));
    const heard = await stateOf(customer, device);
    await device.report('warmth', '21');
    expect(await heard()).toEqual(['21']);
    expect(await commanding(customer, device)).toBe('passes');
    const before = asked(customer);

    await place.grants.revoke(grantOf(customer, device));
    await device.report('warmth', '22');
    expect(await heard()).toEqual([]);
    expect(asked(customer)).toEqual(before);
    expect(await commanding(customer, device)).toBe(`DeviceNotGrantedError ${device.name}`);
    expect(device.commands).toEqual([customer.sub]);
  });

  it('is told as not granted also to who was told of it when it was granted', async () => {
    const { customer, device } = await newPair();
    await place.grants.grant(grantOf(customer, device));
    // The first refusal is answered by a POST; for the next hour there is none.
    const never = await place.device(`never-${device.name}`);
    expect(await commanding(customer, never)).toBe(`DeviceNotGrantedError ${never.name}`);
    await customer.client.devices();
    await place.grants.revoke(grantOf(customer, device));
    expect(await commanding(customer, device)).toBe(`DeviceNotGrantedError ${device.name}`);
  });
});

describe('with AWS’s delay', () => {
  afterAll(() => setDelay(0));

  it('a grant works, and one that is taken back still works, until the delay is over', async () => {
    const { customer, device } = await newPair();
    await setDelay(DELAY);
    await place.grants.grant(grantOf(customer, device));
    // It is granted, and the refusal says that it takes its time.
    expect(await commanding(customer, device)).toBe('NotAuthorizedError');
    later(DELAY);
    expect(await commanding(customer, device)).toBe('passes');
    const heard = await stateOf(customer, device);

    await place.grants.revoke(grantOf(customer, device));
    later(DELAY - 1);
    await device.report('warmth', 'still');
    expect(await heard()).toEqual(['still']);
    expect(await commanding(customer, device)).toBe('passes');
    later(1);
    await device.report('warmth', 'no longer');
    expect(await heard()).toEqual([]);
    expect(await commanding(customer, device)).toBe(`DeviceNotGrantedError ${device.name}`);
  });
});

const later = (seconds: number) => place.sandbox.clock.advance(seconds * 1000);

async function setDelay(seconds: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ seconds });
  const { ok } = await fetch(`${place.sandbox.url}/_sandbox/attach-delay`, { method: 'POST', headers, body });
  expect(ok).toBe(true);
}

describe('a device that is given away', () => {
  it('is taken from everybody who was granted it by name', async () => {
    const { customer: one, device } = await newPair('door');
    const { customer: other, device: own } = await newPair();
    for (const customer of [one, other]) await place.grants.grant(grantOf(customer, device));
    await place.grants.grant(grantOf(other, own));
    for (const customer of [one, other]) expect(await commanding(customer, device)).toBe('passes');

    const changes = await place.grants.revokeFromAll(device.name);
    expect(changes.map(({ user }) => user).sort()).toEqual([one.sub, other.sub].sort());
    for (const customer of [one, other]) {
      expect(await commanding(customer, device)).toBe(`DeviceNotGrantedError ${device.name}`);
    }
    expect(await commanding(other, own)).toBe('passes');
    expect(await place.grants.usersOf(device.name)).toEqual([]);
  });
});

describe('staff with every device', () => {
  it('reach each, also one that nobody was granted, until it is taken back', async () => {
    const { customer: staff, device } = await newPair();
    const { customer } = await newPair();
    await place.grants.grant(grantOf(customer, device));
    await place.grants.grant({ user: staff.sub, allDevices: true });
    const nobodys = await place.device('nobodys');
    for (const one of [device, nobodys]) {
      for (const act of Object.values(deviceActs))
        expect(await outcomeOf(act({ place, customer: staff, device: one }))).toBe('passes');
    }
    expect(await staff.client.devices()).toMatchObject({ names: [], all: true });
    await place.grants.revoke({ user: staff.sub, allDevices: true });
    expect(await commanding(staff, nobodys)).toBe('DeviceNotGrantedError nobodys');
  });
});
