import { runningApiStack } from '../sandbox/api-gateway/api-stack.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

/** Of a function: a page that keeps to itself whom it opens, as the console does. */
const PAGE = '<!doctype html><title>Of a function</title>';

describe('a page that a function answers, on the origin of the console', () => {
  let running: Awaited<ReturnType<typeof runningApiStack>>;
  let browser: WatchedBrowser;
  beforeAll(async () => {
    browser = await watchedBrowser();
    const permission = (FunctionName: object, Action: string) => ({
      Type: 'AWS::Lambda::Permission',
      Properties: { Action, FunctionName, Principal: '*' },
    });
    running = await runningApiStack(
      ({ functionArn }) => ({
        Open: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: functionArn } },
        MayUseUrl: permission(functionArn, 'lambda:InvokeFunctionUrl'),
        MayInvoke: permission(functionArn, 'lambda:InvokeFunction'),
      }),
      { outputs: { OpenUrl: { Value: { 'Fn::GetAtt': ['Open', 'FunctionUrl'] } } } },
    );
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  it('sees nothing of a console that it opens', async () => {
    const url = `${running.sandbox.url}${new URL(running.sandbox.outputs.OpenUrl ?? '').pathname}`;
    const page = await (await browser.newContext()).newPage();
    const headers = { 'content-type': 'text/html', 'cross-origin-opener-policy': 'same-origin' };
    const order = JSON.stringify({ statusCode: 200, headers, body: PAGE });
    await page.route('**/lambda-url/**', (route, request) =>
      route.continue({ headers: { ...request.headers(), 'x-do': order } }),
    );
    await page.goto(url);
    expect(await page.title()).toBe('Of a function');
    const found = await page.evaluate(async () => {
      // This runs in the browser, whose types the tests do not have.
      const { open } = globalThis as unknown as {
        open(path: string): { document?: { querySelector(what: string): unknown } } | null;
      };
      const opened = open('/');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      try {
        return opened?.document?.querySelector('meta[name="sandbox-token"]') != null;
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(found).not.toBe(true);
  });
});
