import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import { withinDeadline } from '../../../lambda/attach-policy/within-deadline.js';
import { functionUnderTest } from './function-under-test.js';
import { directContext, lambdaContext, restEvent } from './signed-request.js';

const late = () => new Error('late');
const never = () => new Promise<never>(() => undefined);

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a deadline', () => {
  it('leaves a result in time as it is, and no timer behind', async () => {
    await expect(withinDeadline(100, async () => 'done', late)).resolves.toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves a failure in time as it is, and no timer behind', async () => {
    await expect(withinDeadline(100, async () => Promise.reject(new Error('own')), late)).rejects.toThrow('own');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('wins over work that does not listen, and aborts its signal', async () => {
    let signal: AbortSignal | undefined;
    const deaf = (given: AbortSignal) => {
      signal = given;
      return never();
    };
    const expectation = expect(withinDeadline(100, deaf, late)).rejects.toThrow('late');
    await jest.advanceTimersByTimeAsync(99);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await expectation;
    expect(signal?.aborted).toBe(true);
  });

  it('wins over work that fails because it was aborted', async () => {
    const abortable = (signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    const expectation = expect(withinDeadline(100, abortable, late)).rejects.toThrow('late');
    await jest.advanceTimersByTimeAsync(100);
    await expectation;
  });

  it('that has passed already does not start the work', async () => {
    const work = jest.fn(never);
    await expect(withinDeadline(0, work, late)).rejects.toThrow('late');
    expect(work).not.toHaveBeenCalled();
  });
});

describe('the function', () => {
  const hanging = () => {
    const lambda = functionUnderTest();
    lambda.iot.on(AttachPolicyCommand).callsFake(never);
    return lambda;
  };

  it('answers half a second before Lambda would end it', async () => {
    const { answer } = hanging();
    const answered = jest.fn();
    const pending = answer(restEvent(), lambdaContext(undefined, 3000));
    pending.finally(answered);
    await jest.advanceTimersByTimeAsync(2499);
    expect(answered).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    const { statusCode, headers, json } = await pending;
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 504, code: 'IotTimeout' });
    expect(headers).toHaveProperty('access-control-allow-origin');
  });

  it('answers a direct invocation in time too', async () => {
    const expectation = expect(hanging().handler({}, directContext('user', 600))).rejects.toMatchObject({
      name: 'IotTimeout',
    });
    await jest.advanceTimersByTimeAsync(100);
    await expectation;
  });

  it('does not call AWS IoT when there is no time left', async () => {
    const { answer, iot } = functionUnderTest();
    expect(await answer(restEvent(), lambdaContext(undefined, 500))).toMatchObject({ statusCode: 504 });
    expect(iot.calls()).toHaveLength(0);
  });
});
