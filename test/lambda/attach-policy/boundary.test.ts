import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import express, { type Express } from 'express';
import type { Access } from '../../../lambda/attach-policy/access.js';
import { createApiExchanges } from '../../../lambda/attach-policy/api-exchange.js';
import { createAttachPolicyFunction } from '../../../lambda/attach-policy/attach-policy-function.js';
import { createBoundary } from '../../../lambda/attach-policy/boundary.js';
import { readConfiguration } from '../../../lambda/attach-policy/configuration.js';
import { directExchange } from '../../../lambda/attach-policy/direct-exchange.js';
import { createIotClients } from '../../../lambda/attach-policy/iot-clients.js';
import { isProxyEvent } from '../../../lambda/attach-policy/proxy-event.js';
import { environment, functionOver, functionUnderTest, type HttpAnswer } from './function-under-test.js';
import { hostileThrows } from './hostile-throws.js';
import { startIotStub } from './iot-stub.js';
import { directContext, httpApiEvent, identityId, lambdaContext, origin, restEvent } from './signed-request.js';

const cors = {
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'Retry-After, x-amzn-RequestId, x-amzn-ErrorType, Date',
  'cache-control': 'no-store',
  vary: 'Origin',
};

function expectOneShape({ statusCode, headers, body }: HttpAnswer, status: number, code: string): void {
  expect(statusCode).toBe(status);
  expect(JSON.parse(body)).toEqual({ code, message: expect.any(String), requestId: 'gateway-request-id' });
  expect(headers).toMatchObject({
    ...cors,
    'x-amzn-errortype': code,
    'content-type': 'application/json; charset=utf-8',
  });
  expect(body).not.toMatch(/<|\.ts|node_modules/);
}

describe('an error of AWS IoT whose message is no text', () => {
  it.each(['{"a":{"b":1}}', '[1]', '7', 'true'])('%s is answered in the one shape', async (message) => {
    const stub = await startIotStub((response) => {
      response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': 'InvalidRequestException' });
      response.end(`{"message":${message}}`);
    });
    const kept = process.env;
    process.env = {
      ...kept,
      AWS_ENDPOINT_URL: stub.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    try {
      const { handler } = functionOver(createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined }));
      expectOneShape((await handler(restEvent(), lambdaContext())) as HttpAnswer, 500, 'InternalError');
    } finally {
      process.env = kept;
      await stub.stop();
    }
  });
});

describe.each(hostileThrows)('$title, thrown while attaching,', ({ thrown }) => {
  const failing = () => {
    const underTest = functionUnderTest();
    underTest.iot.on(AttachPolicyCommand).callsFake(() => Promise.reject(thrown));
    return underTest;
  };

  it.each([
    { title: 'REST API', event: restEvent() },
    { title: 'HTTP API', event: httpApiEvent() },
  ])('is answered in the one shape to a $title, and logged once as a fault', async ({ event }) => {
    const { handler, logs } = failing();
    expectOneShape((await handler(event, lambdaContext())) as HttpAnswer, 500, 'InternalError');
    expect(logs).toMatchObject([{ level: 'error', line: { event: 'attach', code: 'InternalError', status: 500 } }]);
    // As Lambda's JSON log format does it.
    expect(() => JSON.stringify(logs)).not.toThrow();
  });

  it('is told a direct invocation by its code alone', async () => {
    const error = (await failing()
      .handler({}, directContext())
      .catch((caught: unknown) => caught)) as Error;
    expect(error.name).toBe('InternalError');
    expect(error.message).toContain('lambda-request-id');
    expect(error.stack).toBe(`${error.name}: ${error.message}`);
  });
});

describe('a path that is none', () => {
  const paths = ['attach-policy', '', '/', '//', '///', '*', '/*', '?', '#', '/%', '/%zz', '//a b', '\\', ' /', '/\n'];
  const more = ['http://', 'http://[', '//[::', '/attach-policy/..', '/attach-policy?x', '/\u0000', undefined, null, 7];

  it.each([...paths, ...more])('%j is answered 404 in the one shape', async (path) => {
    const resource = '/{proxy+}';
    for (const method of ['POST', 'OPTIONS', 'HEAD', 'CONNECT', 'x y']) {
      for (const event of [
        restEvent({ method, event: { path, resource } }),
        httpApiEvent({ method, event: { rawPath: path } }),
      ]) {
        const answer = (await functionUnderTest().handler(event, lambdaContext())) as HttpAnswer;
        if (method === 'HEAD') expect(answer).toMatchObject({ statusCode: 404, headers: cors });
        else expectOneShape(answer, 404, 'NotFound');
      }
    }
  });
});

describe('a log that fails', () => {
  const fail = (): never => {
    throw new Error('the log is full');
  };
  const handler = (thrown?: Error) => {
    const { iot, clients } = functionUnderTest();
    if (thrown) iot.on(AttachPolicyCommand).rejects(thrown);
    return createAttachPolicyFunction({
      configuration: readConfiguration(environment),
      clients,
      console: { info: fail, warn: fail, error: fail },
      now: Date.now,
    });
  };

  it('changes no answer', async () => {
    expect(await handler()(restEvent(), lambdaContext())).toMatchObject({ statusCode: 200 });
    expect(await handler()({}, directContext())).toMatchObject({ identityId });
    const limit = Object.assign(new Error('ten'), { name: 'LimitExceededException' });
    expectOneShape((await handler(limit)(restEvent(), lambdaContext())) as HttpAnswer, 409, 'PolicyLimitExceeded');
    await expect(handler(limit)({}, directContext())).rejects.toMatchObject({ name: 'PolicyLimitExceeded' });
    const guest = (await handler()(restEvent({ signer: 'guest' }), lambdaContext())) as HttpAnswer;
    expectOneShape(guest, 403, 'GuestIdentity');
  });
});

describe('when even answering an error fails', () => {
  const broken = (app: unknown, access: Access = () => Promise.reject(new Error('access'))) => {
    const lines: unknown[] = [];
    const keep = (line: unknown) => void lines.push(line);
    const identityPoolId = environment.IDENTITY_POOL_ID;
    const allowedOrigins = [origin, 'http://localhost:8000'] as const;
    const apiExchange = createApiExchanges({ app: app as Express, allowedOrigins, identityPoolId });
    const handler = createBoundary({
      exchangeFor: (event, context) =>
        isProxyEvent(event, context)
          ? apiExchange(event, context)
          : directExchange(event, context, { identityPoolId, guestsAllowed: false }),
      access,
      console: { info: keep, warn: keep, error: keep },
      now: Date.now,
    });
    return { handler, lines };
  };

  it.each([
    {
      title: 'the app throws at once',
      app: () => {
        throw new Error('app');
      },
    },
    { title: "Express's error handler throws, too", app: throwing() },
    { title: 'Express has no error handler', app: express().use(() => Promise.reject(new Error('app'))) },
    { title: 'Express has nothing at all', app: express() },
    {
      title: 'its error handler hands on',
      app: (_request: unknown, _response: unknown, done: (error: unknown) => void) => done(new Error('app')),
    },
    {
      title: 'its error handler hands on later',
      app: (_request: unknown, _response: unknown, done: (error: unknown) => void) =>
        void setImmediate(done, new Error('app')),
    },
    {
      title: 'nobody answers, and nothing is wrong',
      app: (_request: unknown, _response: unknown, done: () => void) => done(),
    },
    {
      title: 'the answer had begun',
      app: (_request: unknown, response: { write(text: string): void }, done: (error: unknown) => void) => {
        response.write('{"half');
        done(new Error('app'));
      },
    },
  ])('the caller gets the one shape, and the log the fault: $title', async ({ app }) => {
    for (const event of [restEvent(), httpApiEvent()]) {
      const { handler, lines } = broken(app);
      expectOneShape((await handler(event, lambdaContext())) as HttpAnswer, 500, 'InternalError');
      expect(lines).toMatchObject([{ code: 'InternalError', requestId: 'gateway-request-id' }]);
    }
  });

  it('allows the origin that asked, if it is one of those allowed', async () => {
    const app = (_request: unknown, _response: unknown, done: () => void) => done();
    for (const [asked, allowed] of [
      ['http://localhost:8000', 'http://localhost:8000'],
      ['https://evil.example', origin],
    ]) {
      const { handler } = broken(app);
      const { headers } = (await handler(restEvent({ event: { headers: { Origin: asked } } }), lambdaContext())) as {
        headers: Record<string, string>;
      };
      expect(headers['access-control-allow-origin']).toBe(allowed);
    }
  });

  it('a direct invocation is told the code and the request ID', async () => {
    const { handler, lines } = broken(() => undefined);
    const error = (await handler({}, directContext()).catch((caught: unknown) => caught)) as Error;
    expect(error).toMatchObject({ name: 'InternalError', message: expect.stringContaining('lambda-request-id') });
    expect(error.stack).toBe(`${error.name}: ${error.message}`);
    expect(lines).toHaveLength(1);
  });

  it('a context that is none is no reason for another answer', async () => {
    const { handler } = functionUnderTest();
    for (const event of [{}, null, restEvent()]) {
      await expect(handler(event, undefined as never)).rejects.toMatchObject({ name: 'InternalError' });
    }
  });
});

function throwing(): Express {
  const handler = () => {
    throw new Error('app');
  };
  const errorHandler = (_error: unknown, _request: unknown, _response: unknown, _next: unknown) => handler();
  return express().use(handler).use(errorHandler);
}
