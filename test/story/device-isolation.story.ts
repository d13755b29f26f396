import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { iotClients } from '../support/iot-clients.js';
import { outcomeOf } from './device-acts.js';
import { type Customer, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

let place: DevicesSandbox;
let customer: Customer;

beforeAll(async () => {
  place = await devicesSandbox();
  customer = await place.customer('ada');
  await place.grants.grant({ user: customer.sub, device: 'lamp' });
  await customer.client.connect();
}, 60_000);
// AWS IoT takes a client ID only once a second.
beforeEach(() => place.sandbox.clock.advance(1100));
afterAll(() => place.stop());

describe('a customer who was granted the lamp', () => {
  it.each([
    // A wildcard of a policy spans levels; so these read like the lamp's.
    ['devices/oven/devices/lamp/commands/x', 'DeviceNotGrantedError oven'],
    ['devices/oven/commands/devices/lamp/commands/x', 'DeviceNotGrantedError oven'],
    ['devices/lamp2/commands/x', 'DeviceNotGrantedError lamp2'],
    ['devices/lam/commands/x', 'DeviceNotGrantedError lam'],
    // The lamp’s own, but nothing that may be done with any device.
    ['devices/lamp/state/x', 'NotAuthorizedError'],
    ['devices/lamp', 'NotAuthorizedError'],
    ['$aws/things/lamp/shadow/delete', 'NotAuthorizedError'],
    ['$aws/things/lamp2/shadow/update', 'DeviceNotGrantedError lamp2'],
    ['devices/lamp/commands/x', 'passes'],
    ['$aws/things/lamp/shadow/name/night/update', 'passes'],
  ])('publishes to %s: %s', async (topic, outcome) => {
    expect(await outcomeOf(customer.client.publish(topic, '{}'))).toBe(outcome);
  });

  it.each([
    ['devices/oven/devices/lamp/state/x', 'DeviceNotGrantedError oven'],
    ['devices/oven/devices/lamp/state/#', 'DeviceNotGrantedError oven'],
    ['devices/oven/state/devices/lamp/state/x', 'DeviceNotGrantedError oven'],
    ['devices/lamp2/state/#', 'DeviceNotGrantedError lamp2'],
    ['devices/+/state/#', 'NotAuthorizedError'],
    ['devices/#', 'NotAuthorizedError'],
    ['+/lamp/state/#', 'NotAuthorizedError'],
    ['devices/lamp/commands/#', 'NotAuthorizedError'],
    ['devices/lamp/state/#', 'passes'],
  ])('subscribes to %s: %s', async (filter, outcome) => {
    const subscribed = customer.client.subscribe(filter, () => undefined).then((one) => one.unsubscribe());
    expect(await outcomeOf(subscribed)).toBe(outcome);
  });

  it.each(['lamp2', 'lam', 'oven'])('may not update the shadow of %s over HTTPS', async (thingName) => {
    const { data } = iotClients(place.sandbox, (await customer.credentials({})) as AwsCredentials);
    const payload = Buffer.from('{"state":{"desired":{"power":"on"}}}');
    const attempt = data.send(new UpdateThingShadowCommand({ thingName, payload }));
    expect(await outcomeOf(attempt.then(() => undefined))).toBe('ForbiddenException 403');
  });
});
