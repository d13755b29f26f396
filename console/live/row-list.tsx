import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { rowsInFront, visibleRows } from './visible-rows.js';

interface Row {
  readonly key: string;
}

export interface RowListProps<T extends Row> {
  readonly label: string;
  /** Newest first, and one height: thousands of them are as cheap as a screen of them. */
  readonly rows: readonly T[];
  readonly hrefOf: (row: T) => string;
  readonly render: (row: T) => ReactNode;
  /** The key of the one that is looked at. */
  readonly current: string | undefined;
}

/** Of which only what is seen is drawn. Arrow keys go from row to row. */
export function RowList<T extends Row>({ label, rows, hrefOf, render, current }: RowListProps<T>) {
  const view = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const rowHeight = useRowHeight();
  const { scrollTop, height, onScroll } = useScroll(view);
  useAnchor(view, rows, rowHeight);
  const { first, end } = visibleRows(scrollTop, height, rowHeight, rows.length);

  /** Where the focus goes next: a key that is held down is faster than the drawing. */
  const onItsWay = useRef<number>(undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const from = onItsWay.current ?? Number((event.target as HTMLElement).closest('li')?.dataset.index);
    const entered = event.key === 'Enter' && onItsWay.current !== undefined ? rows[from] : undefined;
    if (entered !== undefined) {
      event.preventDefault();
      location.hash = hrefOf(entered);
    }
    if (step === undefined || Number.isNaN(from)) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows.length - 1, from + step));
    const seen = view.current;
    if (seen === null) return;
    seen.scrollTop = Math.max((to + 1) * rowHeight - seen.clientHeight, Math.min(seen.scrollTop, to * rowHeight));
    onItsWay.current = to;
    // Once it is drawn.
    requestAnimationFrame(() => {
      onItsWay.current = undefined;
      list.current?.querySelector<HTMLElement>(`[data-index="${to}"] a`)?.focus();
    });
  };
  return (
    <div className="rows" ref={view} onScroll={onScroll}>
      <ol aria-label={label} ref={list} style={{ height: rows.length * rowHeight }} onKeyDown={onKeyDown}>
        {rows.slice(first, end).map((row, index) => (
          <li
            key={row.key}
            data-index={first + index}
            aria-setsize={rows.length}
            aria-posinset={first + index + 1}
            style={{ top: (first + index) * rowHeight, height: rowHeight }}
          >
            <a className="row" href={hrefOf(row)} aria-current={row.key === current ? 'true' : undefined}>
              {render(row)}
            </a>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Fingers need more, and a narrow row has two lines. */
function useRowHeight(): number {
  const [narrow, setNarrow] = useState(() => NARROW.matches);
  useEffect(() => {
    const look = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', look);
    return () => NARROW.removeEventListener('change', look);
  }, []);
  return narrow ? 58 : 34;
}

const NARROW = matchMedia('(max-width: 720px)');

function useScroll(view: { readonly current: HTMLDivElement | null }) {
  const [place, setPlace] = useState({ scrollTop: 0, height: 600 });
  const look = () => {
    const { scrollTop = 0, clientHeight = 600 } = view.current ?? {};
    setPlace((before) =>
      before.scrollTop === scrollTop && before.height === clientHeight ? before : { scrollTop, height: clientHeight },
    );
  };
  const looker = useRef(look);
  looker.current = look;
  useEffect(() => {
    if (view.current === null) return;
    const observer = new ResizeObserver(() => looker.current());
    observer.observe(view.current);
    return () => observer.disconnect();
  }, [view]);
  return { ...place, onScroll: look };
}

/** Whoever has scrolled down reads on, whatever arrives above. */
function useAnchor(view: { readonly current: HTMLDivElement | null }, rows: readonly Row[], rowHeight: number): void {
  const formerFirst = useRef<string>(undefined);
  useLayoutEffect(() => {
    const before = formerFirst.current;
    formerFirst.current = rows[0]?.key;
    const seen = view.current;
    if (seen === null || seen.scrollTop < rowHeight || before === rows[0]?.key) return;
    const keys = rows.map(({ key }) => key);
    seen.scrollTop += rowsInFront(keys, before) * rowHeight;
  }, [view, rows, rowHeight]);
}
