import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { launchChromium } from './chromium.js';
import { freePort, type ServedPage, servedPage } from './served-page.js';
import { message, publish, signIn, signUp } from './visitor.js';

const repository = join(import.meta.dirname, '../..');
const region = 'eu-west-1';
/** What `cdk deploy --outputs-file` writes; there is no such stack. */
const deployed = {
  Network: { VpcId: 'vpc-1' },
  CognitoIotAccess: {
    Region: region,
    UserPoolId: `${region}_Example01`,
    UserPoolClientId: 'exampleexampleexampleexam',
    IdentityPoolId: `${region}:00000000-0000-4000-8000-000000000000`,
    AttachPolicyUrl: `https://abcdefghij.execute-api.${region}.amazonaws.com/v1/attach-policy`,
    IotEndpoint: `abcdefghijklmn-ats.iot.${region}.amazonaws.com`,
    IotPolicyName: 'Example',
  },
};

describe('npm run web, with nothing but a file of outputs', () => {
  let folder: string;
  let url: string;
  let served: ServedPage;
  let browser: Browser;
  let web: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    const port = await freePort();
    url = `http://localhost:${port}`;
    served = await servedPage({ settings: (own) => ({ allowedOrigins: [own, url] }), until: 'page' });
    const outputs = await askSandbox<object>(served.sandboxUrl, 'outputs');
    const file = join(folder, 'outputs.json');
    writeFileSync(file, JSON.stringify({ Network: { VpcId: 'vpc-1' }, ...wrapped(outputs) }));
    browser = await launchChromium();
    web = spawn('npm', ['run', 'web', '--silent', '--', '--port', `${port}`, '--logLevel', 'silent'], {
      cwd: repository,
      env: { ...process.env, OUTPUTS_FILE: file, NODE_ENV: 'development' },
      stdio: 'ignore',
      // npm has children of its own.
      detached: true,
    });
    await answers(url);
  }, 180_000);
  afterAll(async () => {
    if (web?.pid !== undefined) process.kill(-web.pid, 'SIGTERM');
    await browser?.close();
    await served?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const opened = async (prepare?: (page: Page) => Promise<unknown>): Promise<Page> => {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    await prepare?.(page);
    await page.goto(url);
    await page.getByRole('tab', { name: 'Create Account' }).waitFor();
    return page;
  };

  it('leads from sign-up to a message received', async () => {
    const page = await opened();
    await signUp({ page, email: 'outputs-alone@example.com' });
    await publish(page, 'by outputs alone');
    await message(page, 'by outputs alone').waitFor();
  });

  it('asks AWS itself where the outputs are of a stack on AWS, and leaves out what only a sandbox tells', async () => {
    const asked: string[] = [];
    const page = await opened(async (fresh) => {
      await fresh.route('**/cdk-outputs.json', (route) => route.fulfill({ json: deployed }));
      await fresh.route(/amazonaws\.com/, (route) => {
        asked.push(new URL(route.request().url()).host);
        const refusal = { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' };
        const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
        return route.fulfill({ status: 400, json: refusal, headers });
      });
    });
    await page.getByText(`AWS ${region}`, { exact: true }).waitFor();
    await expect(page.getByText(/sandbox/i).count()).resolves.toBe(0);
    await page.getByRole('tab', { name: 'Create Account' }).click();
    await page.getByText('The user pool of the stack has a rule, and says what is missing.').waitFor();
    await expect(seriousViolations(page)).resolves.toEqual([]);
    await page.getByRole('tab', { name: 'Sign In' }).click();
    await signIn({ page, email: 'ann@example.com' });
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
    expect(new Set(asked)).toEqual(new Set([`cognito-idp.${region}.amazonaws.com`]));
  });
});

/** Below the stack's name, as the command writes it. */
function wrapped(outputs: object): object {
  return 'AttachPolicyUrl' in outputs ? { Stack: outputs } : outputs;
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const found = await fetch(`${url}/cdk-outputs.json`).catch(() => undefined);
    if (found?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`npm run web does not answer at ${url}.`);
}
