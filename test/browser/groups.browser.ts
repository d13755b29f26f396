import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { seriousViolations } from './accessibility.js';
import { askSandbox } from './ask-sandbox.js';
import { type ServedPage, servedPage } from './served-page.js';
import { message, publish, signUp, subscribe, type Visitor, visit } from './visitor.js';
import { type WatchedBrowser, watchedBrowser } from './watched-browser.js';

const own = 'users/{identity}/*';
const machines = [own, 'machines/*'];

describe('the demo page of a user who joins a group and leaves it', () => {
  let served: ServedPage;
  let browser: WatchedBrowser;

  beforeAll(async () => {
    browser = await watchedBrowser();
    const access = { publish: machines, subscribe: machines, receive: machines };
    served = await servedPage({ settings: { groups: [{ name: 'operators', access }] }, until: 'page' });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  afterEach(async () => {
    await expect(browser.closeContexts()).resolves.toEqual([]);
  });

  const asOperator = async ({ email }: Visitor) => {
    const { sandboxUrl: endpoint } = served;
    const outputs = await askSandbox<Record<string, string>>(endpoint, 'outputs');
    const { accessKeyId, secretAccessKey, sessionToken } = await askSandbox<Record<string, string>>(
      endpoint,
      'operator',
    );
    const credentials = {
      accessKeyId: accessKeyId ?? '',
      secretAccessKey: secretAccessKey ?? '',
      sessionToken: sessionToken ?? '',
    };
    const users = new CognitoIdentityProviderClient({ region: outputs.Region ?? '', endpoint, credentials });
    const membership = { UserPoolId: outputs.UserPoolId, Username: email, GroupName: 'operators' };
    return {
      add: () => users.send(new AdminAddUserToGroupCommand(membership)),
      remove: () => users.send(new AdminRemoveUserFromGroupCommand(membership)),
    };
  };
  const acts = (page: Page, words: string) => page.getByTestId('access').getByText(words, { exact: true });
  const refusal = (page: Page) =>
    page.getByRole('region', { name: 'Publish', exact: true }).getByText('You may not publish to this topic');

  it('has its rights without a reload, and shows whose they are', async () => {
    const { page, email } = await visit(await browser.newContext(), served.url);
    await signUp({ page, email });
    await page.evaluate('globalThis.sameDocument = true');
    await acts(page, 'as any user').waitFor();
    await page.getByLabel('Topic', { exact: true }).fill('machines/press');
    await publish(page, 'as anybody');
    await refusal(page).waitFor();

    const operator = await asOperator({ page, email });
    await operator.add();
    await page.getByRole('button', { name: 'Take up changed rights' }).click();
    await acts(page, 'as the group operators').waitFor();
    await page.getByTestId('may-publish').getByText('machines/*').waitFor();
    await subscribe(page, 'machines/#');
    await publish(page, 'as an operator');
    await message(page, 'as an operator').waitFor();
    await expect(seriousViolations(page)).resolves.toEqual([]);

    await operator.remove();
    await page.getByRole('button', { name: 'Take up changed rights' }).click();
    await acts(page, 'as any user').waitFor();
    await page.getByTestId('may-publish').getByText('machines/*').waitFor({ state: 'detached' });
    await publish(page, 'as one who was');
    await refusal(page).waitFor();
    await expect(page.evaluate('globalThis.sameDocument')).resolves.toBe(true);
  });
});
