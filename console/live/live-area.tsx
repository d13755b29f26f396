import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { EmptyState } from '../parts/empty-state.js';
import { PageHead } from '../parts/page-head.js';
import { AREAS, type Area, hashOf } from '../routing/route.js';
import { replaceRoute, useRoute } from '../routing/use-route.js';
import { useIdentityNames } from '../state/use-console.js';
import { Announcer } from './announcer.js';
import { Chosen } from './chosen.js';
import { type Filtered, type Filters, filterRows, filtersOf, queryOf } from './filters.js';
import type { LiveRow } from './live-row.js';
import { RowList } from './row-list.js';
import { Toolbar } from './toolbar.js';
import { usePause } from './use-pause.js';

export interface LiveAreaProps<T extends LiveRow> {
  readonly area: Area;
  /** One sentence: what this area is for. */
  readonly about: ReactNode;
  /** What the button is called that shows what was refused. @default 'Refused only' */
  readonly refusedWords?: string;
  /** What stands above the list. */
  readonly actions?: ReactNode;
  /** Newest first. */
  readonly rows: readonly T[];
  readonly renderRow: (row: T) => ReactNode;
  readonly renderDetail: (row: T) => ReactNode;
  /** What it says where there are no rows at all. */
  readonly empty: ReactNode;
  /** What a screen reader says of the newest row. */
  readonly announce: (row: T) => string;
}

/** A list that grows while one looks at it, with a filter, a pause, and what is chosen beside it. */
export function LiveArea<T extends LiveRow>(props: LiveAreaProps<T>) {
  const { area, about, actions, rows, renderRow, renderDetail, empty, announce, refusedWords = 'Refused only' } = props;
  const { item, query } = useRoute();
  const filters = filtersOf(query);
  const pause = usePause(rows);
  const { text, refusedOnly, identity } = useDeferredFilters(filters);
  const shown = useMemo(
    () => filterRows(pause.shown, { text, refusedOnly, identity }),
    [pause.shown, text, refusedOnly, identity],
  );
  const identities = useIdentitiesIn(rows);
  const chosen = item === undefined ? undefined : rows.find(({ key }) => key === item);
  const setFilters = (next: Filters) => replaceRoute({ area, item, query: queryOf(next) });
  const newest = shown[0];
  return (
    <div className="live">
      <div className="live-head">
        <PageHead title={AREAS[area]}>{about}</PageHead>
        {actions}
        <Toolbar
          filters={filters}
          onFilters={setFilters}
          pause={pause}
          count={shown.length === rows.length ? `${rows.length}` : `${shown.length} of ${rows.length}`}
          refusedWords={rows.some(({ refused }) => refused !== undefined) ? refusedWords : undefined}
          identities={identities}
        />
      </div>
      <div className="split">
        <section className="list" aria-label={`${AREAS[area]}: list`}>
          {shown.length > 0 ? (
            <RowList
              label={AREAS[area]}
              rows={shown}
              hrefOf={({ key }) => hashOf({ area, item: key, query })}
              render={renderRow}
              current={item}
            />
          ) : (
            (rows.length === 0 && empty) || <NothingMatches area={area} />
          )}
        </section>
        {item !== undefined && (
          <Chosen key={item} closeHref={hashOf({ area, query })}>
            {chosen === undefined ? <p>This is no longer kept, or was never there.</p> : renderDetail(chosen)}
          </Chosen>
        )}
      </div>
      <Announcer newest={newest?.key} words={newest === undefined ? '' : announce(newest)} />
    </div>
  );
}

/** Typing stays quick, however long the list is. */
function useDeferredFilters({ text, refusedOnly, identity }: Filters): Filters {
  return { text: useDeferredValue(text), refusedOnly, identity };
}

function useIdentitiesIn(rows: readonly Filtered[]): (readonly [string, string])[] {
  const names = useIdentityNames();
  return useMemo(() => {
    const ids = new Set(rows.flatMap(({ identity }) => (identity === undefined ? [] : [identity])));
    return [...ids].map((identityId) => [identityId, names.of(identityId)] as const);
  }, [rows, names]);
}

function NothingMatches({ area }: { readonly area: Area }) {
  return (
    <EmptyState title="Nothing matches the filter">
      <a href={hashOf({ area })}>Show everything</a>
    </EmptyState>
  );
}
