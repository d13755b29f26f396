import { type SandboxOptions, type SignedIn, startSandbox as start, type UserPlace } from '../index.js';
import { type ConnectOptions, connectMqtt, type MqttConnection } from './connect-mqtt.js';
import { asTestSandbox, type TestSandbox } from './test-sandbox.js';
import type { NewTestUser, TestUser } from './test-user.js';

export type { SandboxOptions, SignedIn, UserPlace };
export { type ConnectOptions, connectMqtt, type MqttConnection, type NewTestUser, type TestSandbox, type TestUser };

/**
 * Boots a synthesized stack for tests, on a port of its own: `assembly: 'cdk.out'`, or `app`, a CDK app.
 *
 * @throws as `startSandbox` of the package itself
 */
export async function startSandbox(options: SandboxOptions): Promise<TestSandbox> {
  return asTestSandbox(await start(options));
}
