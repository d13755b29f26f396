/** The areas of the console, in the order of the navigation. */
export const AREAS = {
  overview: 'Overview',
  users: 'Users',
  mailbox: 'Mailbox',
  identities: 'Identities',
  connections: 'Connections',
  messages: 'Messages',
  try: 'Try as a user',
  decisions: 'Decisions',
  'what-if': 'What if',
  logs: 'Function logs',
  requests: 'API requests',
  conditions: 'Clock and faults',
  state: 'Reset and snapshot',
} as const;

export type Area = keyof typeof AREAS;

/** Where in the console somebody is: `#/decisions/123`. */
export interface Route {
  readonly area: Area;
  /** The one thing that is looked at. */
  readonly item: string | undefined;
  /** What a link fills into filters and forms: `#/decisions?identity=…`. */
  readonly query: Readonly<Record<string, string>>;
}

/** @returns the overview for what is no address of the console */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [area = '', ...rest] = path.split('/');
  if (!Object.hasOwn(AREAS, area)) return { area: 'overview', item: undefined, query: {} };
  const item = rest.join('/');
  return {
    // What has just been asked.
    area: area as Area,
    item: item === '' ? undefined : decoded(item),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function hashOf({ area, item, query = {} }: Partial<Route> & Pick<Route, 'area'>): string {
  const search = new URLSearchParams(query).toString();
  const path = item === undefined ? '' : `/${encodeURIComponent(item)}`;
  return `#/${area}${path}${search === '' ? '' : `?${search}`}`;
}

/** A link that somebody has typed may hold a stray percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
