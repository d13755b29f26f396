import './state-card.css';
import type { ReactNode } from 'react';

export interface StateCardProps {
  readonly tone: 'busy' | 'offline' | 'bad';
  readonly title: string;
  readonly children?: ReactNode;
  /** The way on, where it is the visitor's to take. */
  readonly action?: { readonly name: string; readonly act: () => void };
}

/** Stands in place of what is not there: why, and the way on. */
export function StateCard({ tone, title, children, action }: StateCardProps) {
  return (
    <section className="card state" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className="state-mark" aria-hidden="true">
        {tone !== 'busy' && (
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={MARKS[tone]} />
          </svg>
        )}
      </span>
      <div>
        <h2>{title}</h2>
        {children}
      </div>
      {action !== undefined && (
        <button type="button" className="button" onClick={action.act}>
          {action.name}
        </button>
      )}
    </section>
  );
}

const MARKS = {
  offline: 'M2 8.5a15 15 0 0 1 20 0M5.5 12.4a9.6 9.6 0 0 1 13 0M9 16.2a4.4 4.4 0 0 1 6 0M3 3l18 18',
  bad: 'M12 6v8M12 17.6v.4',
};
