import { createHash } from 'node:crypto';
import { PAGE_STYLE } from './page-style.js';

/** What every form carries along. */
export interface FormContext {
  /** The app's parameters, for the address that the form is sent to. */
  readonly query: URLSearchParams;
  readonly csrf: string;
  readonly message?: string | undefined;
  /** Whether the message is of something that went wrong. */
  readonly wrong: boolean;
}

export interface LoginPage extends FormContext {
  readonly userName: string;
  readonly withPassword: boolean;
  readonly selfSignUp: boolean;
  /** Names of the providers to choose from. */
  readonly providers: readonly string[];
}

/** Nothing but this page's own style may load, and nobody may frame it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function loginPage({ userName, withPassword, selfSignUp, providers, ...form }: LoginPage): string {
  const links = providers.map((name) => {
    const query = new URLSearchParams(form.query);
    query.set('identity_provider', name);
    return link(`/oauth2/authorize?${query}`, `Continue with ${name}`, 'other');
  });
  const password = withPassword
    ? formOf('/login', form, 'Sign in', [
        input('username', USER_NAME, { value: userName, autocomplete: 'username' }),
        input('password', 'Password', { type: 'password', autocomplete: 'current-password' }),
      ])
    : '';
  const signUp = selfSignUp ? link(`/signup?${form.query}`, 'Sign up', 'aside') : '';
  return page('Sign in', form, [password, ...links, signUp]);
}

export function signUpPage({ attributes, ...form }: FormContext & { readonly attributes: readonly string[] }): string {
  const fields = [
    input('username', USER_NAME, { autocomplete: 'username' }),
    ...attributes.map((name) => input(`attribute.${name}`, name)),
    input('password', 'Password', { type: 'password', autocomplete: 'new-password' }),
  ];
  return page('Sign up', form, [formOf('/signup', form, 'Sign up', fields)]);
}

export function confirmPage({ userName, ...form }: FormContext & { readonly userName: string }): string {
  const fields = [
    input('username', USER_NAME, { value: userName, autocomplete: 'username' }),
    input('code', 'Code', { autocomplete: 'one-time-code' }),
  ];
  return page('Confirm', form, [formOf('/confirm', form, 'Confirm', fields), link(MAIL, 'Look at the mail', 'aside')]);
}

export function errorPage(message: string): string {
  return page('An error was encountered with the requested page.', { message, wrong: true }, []);
}

function formOf(path: string, { query, csrf }: FormContext, button: string, fields: readonly string[]): string {
  const hidden = `<input type="hidden" name="_csrf" value="${escapeHtml(csrf)}">`;
  const action = escapeHtml(`${path}?${query}`);
  return `<form method="post" action="${action}">${hidden}${fields.join('')}<button>${escapeHtml(button)}</button></form>`;
}

/** The sandbox mails nothing. */
const MAIL = '/_sandbox/messages';
const USER_NAME = 'User name or e-mail address';

type Told = Pick<FormContext, 'message' | 'wrong'>;

interface InputOptions {
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly autocomplete?: string;
}

function input(name: string, label: string, { type = 'text', value = '', autocomplete = 'on' }: InputOptions = {}) {
  const attributes = { name, type, value, autocomplete, autocapitalize: 'none', spellcheck: 'false' };
  const written = Object.entries(attributes).map(([key, text]) => `${key}="${escapeHtml(text)}"`);
  return `<label>${escapeHtml(label)}<input ${written.join(' ')} required></label>`;
}

function link(address: string, text: string, kind: 'other' | 'aside'): string {
  return `<p class="${kind}"><a href="${escapeHtml(address)}">${escapeHtml(text)}</a></p>`;
}

function page(title: string, { message, wrong }: Told, parts: readonly string[]): string {
  const role = wrong ? 'alert' : 'status';
  const told = message === undefined ? '' : `<p role="${role}">${escapeHtml(message)}</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${told}${parts.join('')}</main>
<footer>A page of the sandbox, in the place of Amazon Cognito’s managed login.</footer></body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
