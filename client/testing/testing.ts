/**
 * A client and a broker in memory, for unit tests of apps: `cognito-iot-client/testing`.
 *
 * @module testing
 */
export { createFakeIotClient } from './create-fake-iot-client.js';
export type {
  FakeAction,
  FakeBroker,
  FakeDeviceMessage,
  FakeIot,
  FakeIotClientOptions,
  FakeMessage,
  FakeRights,
  FakeUser,
} from './fake-contract.js';
