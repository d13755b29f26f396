import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { createUserLimit } from '../../../lambda/attach-policy/user-limit.js';
import { exception, functionUnderTest } from './function-under-test.js';
import {
  directContext,
  httpApiEvent,
  identityPoolId,
  restEvent,
  signIn,
  signInOf,
  userPool,
} from './signed-request.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

type Event = ReturnType<typeof restEvent>;

/** With another identity than before, as after `UnlinkIdentity` and `GetId`. */
function asIdentity<E extends Event>(event: E, number: number): E {
  const cognitoIdentityId = `eu-west-1:00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
  const { requestContext } = event;
  return {
    ...event,
    requestContext: { ...requestContext, identity: { ...requestContext.identity, cognitoIdentityId } },
  };
}

function by(logins: readonly string[]): Event {
  const event = restEvent();
  const identity = { ...event.requestContext.identity, cognitoAuthenticationProvider: logins.join() };
  return { ...event, requestContext: { ...event.requestContext, identity } };
}

/** Statuses of that many calls. */
async function statuses(lambda: ReturnType<typeof functionUnderTest>, events: readonly object[]): Promise<number[]> {
  const seen: number[] = [];
  for (const event of events) seen.push((await lambda.answer(event)).statusCode);
  return seen;
}

const times = (count: number, event: object = restEvent()) => Array.from({ length: count }, () => event);
const served = (count: number) => times(count).map(() => 200);

describe('one user', () => {
  it.each([
    { method: 'POST', command: AttachPolicyCommand },
    { method: 'GET', command: ListAttachedPoliciesCommand },
    { method: 'DELETE', command: DetachPolicyCommand },
  ])(
    'is served five $method at once, then 503 Throttled before AWS is asked, then one each four seconds',
    async ({ method, command }) => {
      const lambda = functionUnderTest();
      const event = restEvent({ method });
      expect(await statuses(lambda, times(5, event))).toEqual(served(5));
      const { statusCode, headers, json } = await lambda.answer(event);
      expect({ statusCode, code: json.code, wait: headers['retry-after'] }).toEqual({
        statusCode: 503,
        code: 'Throttled',
        wait: '4',
      });
      expect(json.message).toMatch(/You have called too often/);
      expect(lambda.iot.commandCalls(command as never)).toHaveLength(5);
      expect(lambda.logs.at(-1)).toMatchObject({ level: 'warn', line: { code: 'Throttled', attempts: 0 } });
      jest.advanceTimersByTime(4_000);
      expect(await statuses(lambda, times(2, event))).toEqual([200, 503]);
      jest.advanceTimersByTime(20_000);
      expect(await statuses(lambda, times(6, event))).toEqual([...served(5), 503]);
    },
  );

  it('cannot use up the 15 attaches a second of the account: an hour of 20 calls a second makes 905', async () => {
    const limit = createUserLimit(Date.now);
    const caller = { identityId: 'eu-west-1:x', logins: [userPool, signIn] };
    let admitted = 0;
    for (let call = 0; call < 72_000; call += 1) {
      if (limit.admit('attach', caller) === 0) admitted += 1;
      jest.advanceTimersByTime(50);
    }
    expect(admitted).toBeLessThanOrEqual(905);
    expect(admitted).toBeGreaterThan(890);
  });

  it('is the same with a new identity each time', async () => {
    const lambda = functionUnderTest();
    const events = times(8).map((_, number) => asIdentity(restEvent(), number));
    expect(await statuses(lambda, events)).toEqual([...served(5), 503, 503, 503]);
  });

  it('does not hold up another', async () => {
    const lambda = functionUnderTest();
    await statuses(lambda, times(20));
    expect(await statuses(lambda, times(5, restEvent({ login: signInOf('another') })))).toEqual(served(5));
  });

  it('has each action apart, so that leaving is possible after too many tries to come', async () => {
    const lambda = functionUnderTest();
    await statuses(lambda, times(20));
    expect(await statuses(lambda, [restEvent({ method: 'GET' }), restEvent({ method: 'DELETE' })])).toEqual(served(2));
  });

  it('cannot call itself another by anything that a client sends', async () => {
    const lambda = functionUnderTest();
    const events = times(7).map((_, number) =>
      restEvent({
        event: {
          headers: {
            'x-amzn-requestid': `r${number}`,
            'x-forwarded-for': `192.0.2.${number}`,
            'user-agent': `${number}`,
          },
          body: JSON.stringify({ sub: number }),
          queryStringParameters: { sub: String(number) },
        },
      }),
    );
    expect(await statuses(lambda, events)).toEqual([...served(5), 503, 503]);
  });

  it.each([
    { title: 'of an HTTP API', event: httpApiEvent() },
    { title: "of a back end's own", event: by(['login.my.app', `login.my.app:${identityPoolId}:user42`]) },
    { title: 'of Google', event: by(['accounts.google.com', 'accounts.google.com:client:42']) },
    { title: 'of SAML', event: by(['arn:aws:iam::111122223333:saml-provider/Corp', 'Corp:42']) },
    { title: 'of whom nothing is said but the identity', event: by([]) },
  ])('$title is limited, too', async ({ event }) => {
    expect(await statuses(functionUnderTest(), times(6, event))).toEqual([...served(5), 503]);
  });

  it.each([
    {
      title: "of a back end's own",
      logins: (user: number) => ['login.my.app', `login.my.app:${identityPoolId}:${user}`],
    },
    { title: 'of SAML', logins: (user: number) => ['arn:aws:iam::111122223333:saml-provider/Corp', `Corp:${user}`] },
    { title: 'of whom nothing is said but where', logins: () => [userPool] },
  ])('$title is no other', async ({ logins }) => {
    const events = times(20).map((_, user) => asIdentity(by(logins(user)), user));
    expect(await statuses(functionUnderTest(), events)).toEqual(served(20));
  });

  it('that invokes directly is known by the identity alone', async () => {
    const { handler } = functionUnderTest();
    const invoke = () =>
      Promise.resolve(handler({}, directContext())).then(
        () => 'served',
        (error) => error.name,
      );
    const answers: string[] = [];
    for (let call = 0; call < 6; call += 1) answers.push(await invoke());
    expect(answers).toEqual([...Array(5).fill('served'), 'Throttled']);
  });

  it('gains one more burst by a second login, and none by each combination of many', async () => {
    const lambda = functionUnderTest();
    const google = (user: number) => ['accounts.google.com', `accounts.google.com:client:${user}`];
    const combinations = times(30).map((_, user) => by([userPool, signIn, ...google(user)]));
    expect((await statuses(lambda, combinations)).filter((status) => status === 200)).toHaveLength(5);
    expect(await statuses(lambda, times(6))).toEqual([...served(5), 503]);
  });

  it('cannot hold up another by a name with commas, where a back end lets its users choose their names', async () => {
    const lambda = functionUnderTest();
    const name = `login.my.app:${identityPoolId}:x`;
    await statuses(lambda, times(10, by(['login.my.app', name, userPool, signIn])));
    expect(await statuses(lambda, times(5))).toEqual(served(5));
    // Nor where the own login is in a form that is not known here.
    for (const own of [['idp.example.com'], ['x', 'y:z']]) {
      await statuses(lambda, times(10, by([...own, userPool, signInOf('victim')])));
    }
    expect(await statuses(lambda, times(5, restEvent({ login: signInOf('victim') })))).toEqual(served(5));
    const many = Array.from({ length: 5_000 }, (_, number) => `login.my.app:${number}`);
    await lambda.answer(by(['login.my.app', ...many]));
    expect(await statuses(lambda, times(1))).toEqual([503]);
  });

  it('is locked out by no clock that is put back', () => {
    let time = 1_000_000_000;
    const limit = createUserLimit(() => time);
    const caller = { identityId: 'eu-west-1:x' };
    for (let call = 0; call < 6; call += 1) limit.admit('attach', caller);
    time -= 3_600_000;
    expect(limit.admit('attach', caller)).toBe(4);
  });
});

describe('what is remembered of users', () => {
  const admitOthers = (limit: ReturnType<typeof createUserLimit>, count: number) => {
    for (let user = 0; user < count; user += 1) limit.admit('attach', { identityId: `other ${user}` });
  };
  const exhausted = () => {
    const limit = createUserLimit(() => 0);
    for (let call = 0; call < 5; call += 1) limit.admit('attach', { identityId: 'one' });
    return limit;
  };

  it('lasts as long as the stage lets others through', () => {
    const limit = exhausted();
    admitOthers(limit, 3 * 20 * 20 + 3 * 20);
    expect(limit.admit('attach', { identityId: 'one' })).toBe(4);
  });

  it('is bounded: who has called longest ago is forgotten', () => {
    const limit = exhausted();
    admitOthers(limit, 2_000);
    expect(limit.admit('attach', { identityId: 'one' })).toBe(0);
  });
});

describe('no answer comes from memory', () => {
  it('each POST asks AWS IoT, and says what it said', async () => {
    const { answer, iot } = functionUnderTest();
    expect((await answer(restEvent())).statusCode).toBe(200);
    iot.on(AttachPolicyCommand).rejects(exception('LimitExceededException'));
    expect((await answer(restEvent())).json.code).toBe('PolicyLimitExceeded');
    iot.on(AttachPolicyCommand).resolves({});
    expect((await answer(restEvent())).statusCode).toBe(200);
    expect(iot.commandCalls(AttachPolicyCommand)).toHaveLength(3);
  });

  it('each GET asks AWS IoT, and says what it said, whatever was attached a moment ago', async () => {
    const { answer, iot } = functionUnderTest();
    await answer(restEvent());
    const attached = async (policies: { policyName: string }[]) => {
      iot.on(ListAttachedPoliciesCommand).resolves({ policies });
      return (await answer(restEvent({ method: 'GET' }))).json.attached;
    };
    expect([await attached([]), await attached([{ policyName: 'MyPolicy' }]), await attached([])]).toEqual([
      false,
      true,
      false,
    ]);
    expect(iot.commandCalls(ListAttachedPoliciesCommand)).toHaveLength(3);
  });

  it('nothing is said to be attached of which AWS IoT was not asked', async () => {
    const { answer } = functionUnderTest();
    for (let call = 0; call < 5; call += 1) await answer(restEvent());
    expect((await answer(restEvent())).json).toEqual({
      code: 'Throttled',
      message: expect.any(String),
      requestId: 'gateway-request-id',
    });
  });
});
