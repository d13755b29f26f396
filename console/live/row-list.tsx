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
  const { scrollTop, height, width, onScroll } = useScroll(view);
  const rowHeight = width <= NARROW ? 58 : 34;
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

/** Pixels. A narrow list has rows of two lines: so it stands in its style, too. */
const NARROW = 642;

function useScroll(view: { readonly current: HTMLDivElement | null }) {
  const [place, setPlace] = useState({ scrollTop: 0, height: 600, width: 1000 });
  const look = () => {
    const { scrollTop = 0, clientHeight: height = 600, offsetWidth: width = 1000 } = view.current ?? {};
    setPlace((before) =>
      before.scrollTop === scrollTop && before.height === height && before.width === width
        ? before
        : { scrollTop, height, width },
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
