import { request } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/** What browsers say that they want, when somebody opens a page. */
export const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
}

/** By no client that adds headers of its own. */
export function askAs(url: string, { method, path, headers, body }: Asked) {
  return new Promise<{ status: number; headers: Headers; body: string }>((resolve, reject) => {
    const { host } = new URL(url);
    const sent = request(`${url}${path}`, { method, headers: { host, ...headers }, setHost: false }, (response) => {
      const answer = { status: response.statusCode ?? 0, headers: response.headers as Headers, body: '' };
      const done = () => {
        resolve(answer);
        response.destroy();
      };
      // A stream of events ends when its reader goes.
      if (String(response.headers['content-type']).startsWith('text/event-stream')) return done();
      response.setEncoding('utf8').on('data', (text: string) => {
        answer.body += text;
      });
      response.on('end', done);
    });
    sent.on('error', reject).end(body);
  });
}

/** As the console finds it in its own page. */
export async function consoleToken(url: string): Promise<string> {
  const { body } = await askAs(url, { method: 'GET', path: '/', headers: { accept: HTML } });
  const token = body.match(/<meta name="sandbox-token" content="([^"]+)">/)?.[1];
  if (token === undefined) throw new Error(`There is no token in ${body}`);
  return token;
}
