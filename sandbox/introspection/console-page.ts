import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RequestHandler, type Response, Router } from 'express';
import { CONSOLE_TOKEN_META } from '../../contract/console.js';
import { callerOf, isForLoopback, type KnownCallers } from './caller.js';

/** In the package, and in a clone of the repository. */
const FILES = ['console.html', '../../console/dist/index.html'];

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${CONSOLE_TOKEN_META}
<title>The console is not built</title>
<style>:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; } main { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }</style>
</head>
<body>
<main>
<h1>The console is not built</h1>
<p>This command builds it; then load this page again:</p>
<pre>npx vite build console</pre>
<p>Until then, all that the sandbox shows is at <a href="/_sandbox/">/_sandbox/</a>.</p>
</main>
</body>
</html>
`;

/** `GET /` for browsers: the console, with the token that lets it do what an operator does. */
export function consoleRouter(
  known: KnownCallers,
  files = FILES.map((file) => join(import.meta.dirname, file)),
): Router {
  const router = Router();
  // Of no method but these: what AWS's services answer at the same path is theirs, preflights too.
  router.use((request, _response, next) => {
    next(['GET', 'HEAD'].includes(request.method) && request.path === '/' ? undefined : 'router');
  });
  router.use(refuseOthers(known), async (_request, response) => {
    // Read each time: whoever builds it anew only loads it anew.
    const html = (await firstOf(files)) ?? NOT_BUILT;
    protect(response, html);
    response.type('html').send(html.replace(CONSOLE_TOKEN_META, CONSOLE_TOKEN_META.replace('""', `"${known.token}"`)));
  });
  return router;
}

/**
 * The token is for whoever looks at the page, and for no script: a browser asks for it as the document of a tab, which
 * no page can read but one of this origin; and those lose sight of it by its opener policy.
 */
function refuseOthers(known: KnownCallers): RequestHandler {
  return (request, response, next) => {
    response.vary('accept');
    // A browser asks for a page; to AWS's clients nothing answers here.
    if (request.accepts(['json', 'html']) !== 'html') return next('router');
    const destination = request.get('sec-fetch-dest') ?? 'document';
    // What is loaded ahead for a service worker, which another server of this port may have left, is read by it.
    const isForWorker = request.get('service-worker-navigation-preload') !== undefined;
    const isLoaded = request.get('origin') === undefined && destination === 'document' && !isForWorker;
    if (isForLoopback(request) && isLoaded && callerOf(request, known) !== 'stranger') return next();
    response
      .status(403)
      .json({ code: 'Forbidden', message: 'The console is a page of this machine, opened in a tab.' });
  };
}

async function firstOf(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const html = await readFile(file, 'utf8').catch(() => undefined);
    if (html !== undefined) return html;
  }
  return undefined;
}

function protect(response: Response, html: string): void {
  const policy = {
    'default-src': "'none'",
    'script-src': hashesOf(html, 'script'),
    'style-src': hashesOf(html, 'style'),
    'img-src': 'data:',
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  response.set({
    'content-security-policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}

/** Of the file's own elements, and so of no others. */
function hashesOf(html: string, element: 'script' | 'style'): string {
  const texts = [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`, 'g'))];
  const hashes = texts.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return hashes.length === 0 ? "'none'" : hashes.join(' ');
}
