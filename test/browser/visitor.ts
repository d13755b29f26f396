import { randomUUID } from 'node:crypto';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** Somebody in front of the page. */
export interface Visitor {
  readonly page: Page;
  readonly email: string;
}

export const PASSWORD = 'Correct-horse-9';

export async function visit(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('tab', { name: 'Create Account' }).waitFor();
  return { page, email: `visitor-${randomUUID().slice(0, 8)}@example.com` };
}

/** Up to the form that asks for the mailed code. */
export async function createAccount({ page, email }: Visitor): Promise<void> {
  await page.getByRole('tab', { name: 'Create Account' }).click();
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Confirm Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create Account' }).click();
  await page.getByRole('button', { name: 'Fill in the code' }).waitFor();
}

export async function confirm({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Fill in the code' }).click();
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
}

/** Signed up, confirmed, signed in, attached, connected and subscribed. */
export async function signUp(visitor: Visitor): Promise<void> {
  await createAccount(visitor);
  await confirm(visitor);
  await step(visitor.page, 'topics', 'done').waitFor();
}

export async function signIn({ page, email }: Visitor, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function publish(page: Page, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(message);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
}

/** By keyboard. */
export async function subscribe(page: Page, filter: string): Promise<void> {
  await page.getByLabel('Topic filter').fill(filter);
  await page.getByLabel('Topic filter').press('Enter');
}

export function message(page: Page, text: string): Locator {
  return page.getByRole('list', { name: 'Messages, newest first' }).getByText(text, { exact: true });
}

/** A step of the flow, once it is in that status. */
export function step(page: Page, name: string, status: string): Locator {
  return page.locator(`[data-step="${name}"][data-status="${status}"]`);
}

export async function identityOf(page: Page): Promise<string> {
  return page.getByTestId('identity-id').innerText();
}
