/** What can be asked for under `/_sandbox/`, by request: `GET /_sandbox/outputs` to what it is. */
export type RouteIndex = Readonly<Record<string, IndexedRoute>>;

export interface IndexedRoute {
  readonly what: string;
  /** Whether a browser that follows a link gets it. */
  readonly isForPages: boolean;
}

/** The same index for a person in a browser: what there is to see, as links, and what can be changed, as text. */
export function introspectionPage(index: RouteIndex): string {
  const routes = Object.entries(index).map(([request, { what, isForPages }]) => {
    const [method = '', path = ''] = request.split(' ');
    const name = escapeHtml(path.replace('/_sandbox/', ''));
    const title = isForPages ? `<a href="${escapeHtml(path)}">${name}</a>` : `<code>${name}</code>`;
    return { method, entry: `<dt>${title}</dt><dd>${escapeHtml(what)}</dd>` };
  });
  const views = routes.filter(({ method }) => method === 'GET');
  const switches = routes.filter(({ method }) => method !== 'GET');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The sandbox</title>
<style>${STYLE}</style>
<main>
<h1>The sandbox</h1>
<p>What a developer needs to see and cannot see on AWS. All of it is JSON, and for this machine only.
<a href="/">The console</a> shows it as it happens.</p>
<h2>Look inside</h2>
<p>What is no link is for programs: <code>curl …/_sandbox/operator</code></p>
<dl>
${views.map(({ entry }) => entry).join('\n')}
</dl>
<h2>Change something</h2>
<p>With a <code>POST</code> of JSON:
<code>curl -H 'content-type: application/json' -d '{"advanceSeconds": 3600}' …/_sandbox/clock</code></p>
<dl>
${switches.map(({ entry }) => entry).join('\n')}
</dl>
</main>
</html>
`;
}

/** Nothing is loaded, run or framed. */
export const PAGE_PROTECTION = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .4rem 1.5rem; }
dd { margin: 0; }
code { overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { display: block; } dd { margin-bottom: .8rem; } }
`;

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
