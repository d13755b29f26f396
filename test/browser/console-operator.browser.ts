import { readFileSync } from 'node:fs';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { type ConsoleVisitor, consoleVisitor, goTo, openConsole, servedConsole } from './served-console.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const PASSWORD = 'Correct-Horse-7';

describe('the console in Chromium, in the hands of an operator', () => {
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

  const makeUser = async (email: string) => {
    const { page, list, press } = visitor;
    await goTo(page, 'Users');
    await page.getByText('Make a user', { exact: true }).click();
    await page.getByLabel('E-mail or user name').fill(email);
    await page.getByLabel('Password').first().fill(PASSWORD);
    await press('Make the user');
    await list('Users').getByText(email).waitFor();
  };

  it('makes, confirms and disables users, puts them into groups', async () => {
    const { page, list, detail, choose, press, show } = visitor;
    const userPool = createUserPoolClient(sandboxTarget(sandbox));
    await userPool.signUp('carol@example.com', PASSWORD);
    await goTo(page, 'Users');
    await choose('Users', 'carol@example.com');
    await press('Confirm', detail());
    await list('Users').getByText('CONFIRMED', { exact: true }).waitFor();
    await press('Add to group', detail());
    await detail().getByRole('button', { name: 'operators : remove from this group' }).waitFor();
    await expect(userPool.signIn('carol@example.com', PASSWORD)).resolves.toMatch(/^ey/);
    await press('Disable', detail());
    await list('Users').getByText('disabled').waitFor();
    await expect(userPool.signIn('carol@example.com', PASSWORD)).rejects.toThrow('disabled');

    await makeUser('ada@example.com');
    await expect(userPool.signIn('ada@example.com', PASSWORD)).resolves.toMatch(/^ey/);
    await show('users');
    await choose('Users', 'ada@example.com');
    await press('Delete', detail());
    await press('Press again to delete', detail());
    await list('Users').getByText('ada@example.com').waitFor({ state: 'detached' });
  });

  it('lets a chosen user publish and subscribe, once a policy is attached', async () => {
    const { page, list, detail, choose, press, show } = visitor;
    await makeUser('ada@example.com');
    await goTo(page, 'Try as a user');
    await press('Connect');
    const refused = page.getByRole('list', { name: 'What had to agree' });
    await refused.getByText('attach one, or wait').waitFor();
    await show('try-refused');

    await goTo(page, 'Identities');
    await choose('Identities', 'ada@example.com');
    await press('Attach', detail());
    await list('Identities').getByText('1 attached').waitFor();
    await show('identities');

    await goTo(page, 'Try as a user');
    // AWS takes one CONNECT a second for each client ID.
    await page.getByLabel('Client ID').fill(`${sandbox.views.identities()[0]?.identityId}-again`);
    await press('Connect');
    const client = page.getByRole('region', { name: 'ada@example.com' }).filter({ hasText: 'connected' });
    await press('Subscribe', client);
    await client.getByText('Subscribed to users/').waitFor();
    await client.getByLabel('Message').fill('hello from the console');
    await press('Publish', client);
    await client
      .getByRole('list', { name: /^Received/ })
      .getByText('hello from the console')
      .waitFor();
    await show('try');

    await goTo(page, 'Messages');
    await choose('Messages', 'users/{ada@example.com}/');
    await detail().getByText('hello from the console').waitFor();
    await show('messages');

    await goTo(page, 'Connections');
    await choose('Connections', 'open');
    await show('connections');
    await press('Disconnect', detail());
    await press('Press again to disconnect', detail());
    await list('Connections').getByText('API_INITIATED_DISCONNECT').waitFor();
  });

  it('answers what an identity may do', async () => {
    const { page, press, show } = visitor;
    await makeUser('ada@example.com');
    await goTo(page, 'What if');
    await page.getByLabel('Topic filter').fill('users/somebody/#');
    await press('Ask');
    await page.getByRole('heading', { name: 'It would be refused' }).waitFor();
    await page.getByRole('region', { name: 'Answer' }).getByText('Missing statement').first().waitFor();
    await show('what-if');
    const decisions = sandbox.views.decisions(0);
    expect(decisions.filter(({ resource }) => resource.endsWith('users/somebody/#'))).toEqual([]);
  });

  it('keeps everything as a file, resets, and comes back to it', async () => {
    const { page, list, press, show } = visitor;
    await makeUser('ada@example.com');
    await goTo(page, 'Reset and snapshot');
    const downloading = page.waitForEvent('download');
    await press('Download a snapshot');
    const file = await (await downloading).path();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toBeInstanceOf(Object);
    await press('Reset the sandbox');
    await press('Press again to reset everything');
    await page.getByText('as it was after its boot').waitFor();
    expect(sandbox.views.users()).toEqual([]);
    await show('state');
    await page.getByLabel('Restore a snapshot').setInputFiles(file);
    await page.getByText('The sandbox is as').last().waitFor();
    await goTo(page, 'Users');
    await list('Users').getByText('ada@example.com').waitFor();
  });

  it('says which setting would allow what was refused', async () => {
    const { page, list, detail } = visitor;
    const client = clientOf(sandbox, await newUser(sandbox));
    await client.connect();
    await goTo(page, 'Decisions');
    await expect(client.publish('news/today', 'x')).rejects.toThrow('iot:Publish');
    await list('Decisions').getByRole('link').filter({ hasText: 'news/today' }).first().click();
    const hint = detail().getByRole('region', { name: 'What would allow it' });
    await hint.getByText('"iotAccess"').waitFor();
    await hint.getByText('news/today').first().waitFor();
  });
});
