import { createOperationGuard } from '../../../sandbox/service/operation-guard.js';
import { stoppedClock } from '../cognito/stopped-clock.js';

const refused = (promise: Promise<void>) =>
  promise.then(
    () => undefined,
    ({ code, status }) => [code, status],
  );

describe('the guard before every operation', () => {
  it('lets exactly the quota of a second through: fifteen AttachPolicy, not sixteen', async () => {
    const clock = stoppedClock();
    const guard = createOperationGuard({ clock, quotas: { 'iot:AttachPolicy': 15 } });
    for (let call = 0; call < 15; call++) await guard.enter('iot:AttachPolicy');
    expect(await refused(guard.enter('iot:AttachPolicy'))).toEqual(['ThrottlingException', 400]);
    clock.advance(1000);
    expect(await refused(guard.enter('iot:AttachPolicy'))).toBeUndefined();
    expect(guard.counts()).toEqual({ 'iot:AttachPolicy': { calls: 17, throttled: 1, failed: 0 } });
  });

  it.each([
    { operation: 'cognito-idp:SignUp', error: ['TooManyRequestsException', 429] },
    { operation: 'lambda:InvokeFunction', error: ['TooManyRequestsException', 429] },
    { operation: 'execute-api:Invoke', error: ['TooManyRequestsException', 429] },
  ])("throttles $operation in that service's words", async ({ operation, error }) => {
    const guard = createOperationGuard({ clock: stoppedClock(), quotas: { [operation]: 0 } });
    expect(await refused(guard.enter(operation))).toEqual(error);
  });

  it('makes an operation slow, and takes that back', async () => {
    jest.useFakeTimers();
    const guard = createOperationGuard({ clock: stoppedClock(), quotas: {} });
    const passed = jest.fn();
    guard.setDelay('iot:AttachPolicy', 250);
    const entered = guard.enter('iot:AttachPolicy').then(passed);
    await jest.advanceTimersByTimeAsync(249);
    expect(passed).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    await entered;
    guard.reset('iot:AttachPolicy');
    await guard.enter('iot:AttachPolicy');
    jest.useRealTimers();
  });
});
