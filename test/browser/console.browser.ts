import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { type ConsoleVisitor, consoleVisitor, goTo, openConsole, servedConsole } from './served-console.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const PASSWORD = 'Correct-Horse-7';

describe('the console in Chromium, against a sandbox', () => {
  const { newUser, clientOf } = sandboxClients();
  let sandbox: Sandbox;
  let browser: WatchedBrowser;
  let visitor: ConsoleVisitor;

  beforeAll(async () => {
    browser = await watchedBrowser();
    sandbox = await servedConsole({
      assembly: readAssembly(sharedAssemblyFolder({ groups: [{ name: 'operators' }] })),
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  beforeEach(async () => {
    await sandbox.reset();
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    visitor = consoleVisitor(await openConsole(context, sandbox));
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  it('gives an overview of the stack', async () => {
    const { page, show } = visitor;
    await page.getByText('CognitoIotAccess in us-east-1').waitFor();
    const outputs = page.getByRole('region', { name: 'Outputs of CognitoIotAccess' });
    await outputs.getByText(sandbox.outputs.UserPoolId ?? '', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Resources' }).getByText('AWS::IoT::Policy').waitFor();
    await page.getByRole('region', { name: 'Sign-in' }).getByText('operators').waitFor();
    await show('overview');
  });

  it('shows what would have been mailed, and copies the code', async () => {
    const { page, detail, choose, show } = visitor;
    const userPool = createUserPoolClient(sandboxTarget(sandbox));
    await goTo(page, 'Mailbox');
    await page.getByText('No mail yet').waitFor();
    await userPool.signUp('carol@example.com', PASSWORD);
    await choose('Mailbox', 'carol@example.com');
    await detail().getByRole('button', { name: 'Copy the code' }).click();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe(sandbox.views.messages()[0]?.code);
    await show('mailbox');
  });

  it("shows a second user's refused subscribe within a second, with the statement that is missing", async () => {
    const { page, list, detail, press, show } = visitor;
    const [ada, bob] = [await newUser(sandbox), await newUser(sandbox)];
    const client = clientOf(sandbox, bob);
    await client.connect();
    await goTo(page, 'Decisions');
    await press('Refused only');
    const filter = `users/${ada.identityId}/telemetry`;
    const row = list('Decisions').getByRole('link').filter({ hasText: 'iot:Subscribe' });
    const seen = row
      .first()
      .waitFor()
      .then(() => Date.now());
    await expect(client.subscribe(filter, () => {})).rejects.toThrow('iot:Subscribe');
    const refusedAt = Date.now();
    expect((await seen) - refusedAt).toBeLessThan(1000);

    await row.first().click();
    const gates = detail().getByRole('list', { name: 'What had to agree' });
    await gates.getByText('Missing statement').first().waitFor();
    await gates.getByText(`topicfilter/${filter}"`).first().waitFor();
    await gates.getByText('✕ Refused').waitFor();
    await show('decision');
  });

  it('shows what a request to the API made its function do', async () => {
    const { page, detail, choose, show } = visitor;
    const bob = await newUser(sandbox);
    await clientOf(sandbox, bob).connect();
    await goTo(page, 'API requests');
    await choose('API requests', '/attach-policy');
    await detail().getByText('cognitoIdentityId').first().waitFor();
    await show('requests');
    await goTo(page, 'Function logs');
    await choose('Function logs', '"code":');
    await detail().getByText('All of this request').waitFor();
    await show('logs');
  });

  it('moves the clock, and makes operations fail', async () => {
    const { page, press, show } = visitor;
    await goTo(page, 'Clock and faults');
    await press('+ 1 hour');
    await page.getByText('1 h ahead of the machine').waitFor();
    await page.getByRole('banner').getByText('clock moved').waitFor();
    await page.getByLabel('Share of the calls').fill('100');
    await press('Set');
    await page.getByText('ThrottlingException in 100 %').waitFor();
    await page.getByLabel('What happens').selectOption('Is slow');
    await page.getByLabel('Milliseconds').fill('250');
    await press('Set');
    await page.getByText('250 ms later').waitFor();
    await page.getByLabel('Seconds', { exact: true }).fill('7');
    await press('Set the delay');
    await page.getByText('takes 7 s to work').first().waitFor();
    await show('conditions');
    await page.getByRole('button', { name: /^Take back/ }).click();
    await page.getByText('ThrottlingException in 100 %').waitFor({ state: 'detached' });
    await press('Back to now');
    await page.getByText('as the machine has it').waitFor();
  });

  it('connects again to a sandbox that was started anew, where it was', async () => {
    const { page } = visitor;
    const port = Number(new URL(sandbox.url).port);
    await goTo(page, 'Users');
    await sandbox.stop();
    await page.getByRole('banner').getByText('Connecting again').waitFor();
    sandbox = await servedConsole({ port });
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
    await page.getByText('There are no users').waitFor();
  });
});
