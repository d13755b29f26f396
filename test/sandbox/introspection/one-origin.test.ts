import { runningApiStack } from '../api-gateway/api-stack.js';
import { askAs, type Headers, HTML } from './ask-as.js';

const permission = (functionArn: object, Action: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action, FunctionName: functionArn, Principal: '*' },
});

describe('what functions answer, on the origin that the console has', () => {
  let running: Awaited<ReturnType<typeof runningApiStack>>;
  beforeAll(async () => {
    running = await runningApiStack(
      ({ functionArn }) => ({
        Open: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: functionArn } },
        MayUseUrl: permission(functionArn, 'lambda:InvokeFunctionUrl'),
        MayInvoke: permission(functionArn, 'lambda:InvokeFunction'),
      }),
      { outputs: { OpenUrl: { Value: { 'Fn::GetAtt': ['Open', 'FunctionUrl'] } } } },
    );
  });
  afterAll(() => running.stop());

  const order = (headers: object) => JSON.stringify({ statusCode: 200, headers, body: 'answered' });
  const ask = (headers: Headers) =>
    askAs(running.sandbox.url, {
      method: 'GET',
      path: new URL(running.sandbox.outputs.OpenUrl ?? '').pathname,
      headers,
    });

  it('keeps no hold of windows, and reaches no further than its own path', async () => {
    const answered = await ask({
      'x-do': order({
        'content-type': 'text/html',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Service-Worker-Allowed': '/',
        'x-own': 'stays',
      }),
    });
    expect(answered).toMatchObject({ status: 200, body: 'answered', headers: { 'x-own': 'stays' } });
    expect(answered.headers).not.toHaveProperty('cross-origin-opener-policy');
    expect(answered.headers).not.toHaveProperty('service-worker-allowed');
  });

  it.each([{ 'service-worker': 'script' }, { 'sec-fetch-dest': 'serviceworker' }])(
    'becomes no service worker: %j',
    async (headers) => {
      const script = order({ 'content-type': 'text/javascript' });
      const answered = await ask({ 'x-do': script, 'sec-fetch-site': 'same-origin', ...(headers as Headers) });
      expect(answered.status).toBe(403);
      expect(answered.body).not.toContain('answered');
    },
  );

  it('keeps no hold of a window that somebody takes on to what programs are told', async () => {
    const typed = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const shown = await askAs(running.sandbox.url, { method: 'GET', path: '/_sandbox/operator', headers: typed });
    expect(shown).toMatchObject({ status: 200, headers: { 'cross-origin-opener-policy': 'same-origin' } });
  });

  it('is a page and a script as ever', async () => {
    const answered = await ask({ 'x-do': order({}), accept: HTML, 'sec-fetch-dest': 'document' });
    expect(answered.status).toBe(200);
  });
});
