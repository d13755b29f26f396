import type { Door } from './access-report.js';

/** One place of an API that says which pages may read an answer. */
export interface OriginsSomewhere {
  readonly place: string;
  readonly origins: readonly string[];
  /** What it answers are refusals and failures alone. */
  readonly isError: boolean;
}

/** @param configured what the stack's own functions were told; nothing where no function was told anything */
export function corsDoors(where: string, places: readonly OriginsSomewhere[], configured: readonly string[]): Door[] {
  const doors = places.flatMap(({ place, origins, isError }) =>
    origins.map((origin) => ({
      code: codeOf(origin, isError, configured),
      where,
      what: origin,
      opens: true,
      detail: place,
    })),
  );
  const missing = configured.filter((origin) => !places.some(({ origins }) => origins.includes(origin)));
  const hasCors = places.some(({ origins, isError }) => !isError && origins.length > 0 && !origins.includes('*'));
  return [
    ...doors,
    ...(hasCors ? missing.map((what) => ({ code: 'cors-lacks-origin', where, what, opens: true })) : []),
  ];
}

function codeOf(origin: string, isError: boolean, configured: readonly string[]): string {
  // A gateway response cannot choose among several origins.
  if (origin === '*') return isError ? 'cors-any-origin-on-error' : 'cors-any-origin';
  return configured.length === 0 || configured.includes(origin) ? 'cors-origin' : 'cors-other-origin';
}
