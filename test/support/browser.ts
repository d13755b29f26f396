/** What a browser got. */
export interface Visit {
  readonly status: number;
  readonly url: string;
  /** Where it is sent, absolute. */
  readonly location: string | undefined;
  readonly html: string;
  readonly headers: Headers;
}

export type Browser = ReturnType<typeof createBrowser>;

/** As much of a browser as signing in takes: cookies for each host, redirects, and forms. */
export function createBrowser() {
  const jars = new Map<string, Map<string, string>>();

  const visit = async (address: string, form?: Record<string, string>): Promise<Visit> => {
    const { host } = new URL(address);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = cookie === '' ? undefined : { cookie };
    const post = form && { method: 'POST', body: new URLSearchParams(form) };
    const response = await fetch(address, { redirect: 'manual', headers, ...post } as RequestInit);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return {
      status: response.status,
      url: address,
      location: location === null ? undefined : new URL(location, address).href,
      html: await response.text(),
      headers: response.headers,
    };
  };

  /** Follows redirects until there is a page, or the address of an app. */
  const open = async (address: string, isApp: (address: string) => boolean): Promise<Visit> => {
    let visited = await visit(address);
    while (visited.location !== undefined && !isApp(visited.location)) visited = await visit(visited.location);
    return visited;
  };

  /** Fills in and sends the form of a page: hidden fields as they are. */
  const submit = (page: Visit, fields: Record<string, string>): Promise<Visit> => {
    const action = unescapeHtml(/<form[^>]*action="([^"]*)"/.exec(page.html)?.[1] ?? '');
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
    return visit(new URL(action, page.url).href, { ...kept, ...fields });
  };

  return { visit, open, submit };
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
