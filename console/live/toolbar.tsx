import type { Filters } from './filters.js';
import type { Pause } from './use-pause.js';

export interface ToolbarProps {
  readonly filters: Filters;
  readonly onFilters: (filters: Filters) => void;
  readonly pause: Pick<Pause<unknown>, 'isPaused' | 'waiting' | 'toggle'>;
  /** `5 of 12` */
  readonly count: string;
  /** What the button is called that shows what was refused; undefined where nothing can be. */
  readonly refusedWords: string | undefined;
  /** Identity ID and who that is; empty where no row has one. */
  readonly identities: readonly (readonly [identityId: string, name: string])[];
}

export function Toolbar({ filters, onFilters, pause, count, refusedWords, identities }: ToolbarProps) {
  const { text, refusedOnly, identity } = filters;
  const set = (change: Partial<Filters>) => onFilters({ ...filters, ...change });
  const known = identity === '' || identities.some(([identityId]) => identityId === identity);
  return (
    <search className="toolbar">
      <input
        type="search"
        className="filter"
        aria-label="Filter"
        placeholder="Filter"
        value={text}
        onChange={({ target }) => set({ text: target.value })}
      />
      {refusedWords !== undefined && (
        <button
          type="button"
          className="button"
          aria-pressed={refusedOnly}
          onClick={() => set({ refusedOnly: !refusedOnly })}
        >
          {refusedWords}
        </button>
      )}
      {(identities.length > 0 || identity !== '') && (
        <select aria-label="Identity" value={identity} onChange={({ target }) => set({ identity: target.value })}>
          <option value="">All identities</option>
          {!known && <option value={identity}>{identity}</option>}
          {identities.map(([identityId, name]) => (
            <option key={identityId} value={identityId}>
              {name}
            </option>
          ))}
        </select>
      )}
      <button type="button" className="button" aria-pressed={pause.isPaused} onClick={pause.toggle}>
        {pause.isPaused ? `Paused${pause.waiting > 0 ? `: ${pause.waiting} new` : ''}` : 'Pause'}
      </button>
      <span className="muted">{count}</span>
    </search>
  );
}
