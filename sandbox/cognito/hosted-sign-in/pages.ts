import { createHash } from 'node:crypto';

/** What every form carries along. */
export interface FormContext {
  /** The app's parameters, for the address that the form is sent to. */
  readonly query: URLSearchParams;
  readonly csrf: string;
  readonly message?: string | undefined;
}

export interface LoginPage extends FormContext {
  readonly userName: string;
  readonly withPassword: boolean;
  readonly selfSignUp: boolean;
  /** Names of the providers to choose from. */
  readonly providers: readonly string[];
}

const STYLE =
  'body{font:16px/1.5 system-ui;max-width:22rem;margin:3rem auto}label,input,button{display:block;width:100%}';

/** Nothing but this page's own style may load, and nobody may frame it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function loginPage({ userName, withPassword, selfSignUp, providers, ...form }: LoginPage): string {
  const links = providers.map((name) => {
    const query = new URLSearchParams(form.query);
    query.set('identity_provider', name);
    return `<p><a href="${escapeHtml(`/oauth2/authorize?${query}`)}">Continue with ${escapeHtml(name)}</a></p>`;
  });
  const password = withPassword
    ? formOf('/login', form, 'Sign in', [
        input('username', 'User name or e-mail address', 'text', userName),
        input('password', 'Password', 'password'),
      ])
    : '';
  const signUp = selfSignUp ? `<p><a href="${escapeHtml(`/signup?${form.query}`)}">Sign up</a></p>` : '';
  return page('Sign in', form.message, [password, signUp, ...links]);
}

export function signUpPage({ attributes, ...form }: FormContext & { readonly attributes: readonly string[] }): string {
  const fields = [
    input('username', 'User name or e-mail address', 'text'),
    ...attributes.map((name) => input(`attribute.${name}`, name, 'text')),
    input('password', 'Password', 'password'),
  ];
  return page('Sign up', form.message, [formOf('/signup', form, 'Sign up', fields)]);
}

export function confirmPage({ userName, ...form }: FormContext & { readonly userName: string }): string {
  const fields = [input('username', 'User name or e-mail address', 'text', userName), input('code', 'Code', 'text')];
  return page('Confirm', form.message, [formOf('/confirm', form, 'Confirm', fields)]);
}

export function errorPage(message: string): string {
  return page('An error was encountered with the requested page.', message, []);
}

function formOf(path: string, { query, csrf }: FormContext, button: string, fields: readonly string[]): string {
  const hidden = `<input type="hidden" name="_csrf" value="${escapeHtml(csrf)}">`;
  const action = escapeHtml(`${path}?${query}`);
  return `<form method="post" action="${action}">${hidden}${fields.join('')}<button>${escapeHtml(button)}</button></form>`;
}

function input(name: string, label: string, type: string, value = ''): string {
  const field = `<input name="${escapeHtml(name)}" type="${type}" value="${escapeHtml(value)}" required>`;
  return `<label>${escapeHtml(label)}${field}</label>`;
}

function page(title: string, message: string | undefined, parts: readonly string[]): string {
  const told = message === undefined ? '' : `<p role="alert">${escapeHtml(message)}</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>${told}${parts.join('')}</body></html>
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
