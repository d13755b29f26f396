import type { Sandbox } from '../index.js';
import { createTestUsers, type TestUsers } from './test-user.js';

/** A sandbox with what tests begin with. It is at its end with its block, where it was declared with `await using`. */
export interface TestSandbox extends Sandbox, TestUsers, AsyncDisposable {
  /** Credentials of the account's operator, who may do everything, as AWS's clients take them. */
  credentials(): { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
  /** What would have been e-mailed since the last reset, oldest first. */
  readonly messages: ReturnType<Sandbox['views']['messages']>;
}

export function asTestSandbox(sandbox: Sandbox): TestSandbox {
  const own: Omit<TestSandbox, keyof Sandbox> = {
    ...createTestUsers(sandbox),
    credentials() {
      const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    get messages() {
      return sandbox.views.messages();
    },
    [Symbol.asyncDispose]: () => sandbox.stop(),
  };
  // With their getters: what they tell changes with the stack.
  const both = { ...Object.getOwnPropertyDescriptors(sandbox), ...Object.getOwnPropertyDescriptors(own) };
  return Object.defineProperties({}, both) as TestSandbox;
}
