import { useEffect, useState } from 'react';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { useConsole, useOperator } from '../../state/use-console.js';

const STEPS = [
  ['5 minutes', 300],
  ['1 hour', 3600],
  ['12 hours', 43_200],
  ['1 day', 86_400],
  ['30 days', 30 * 86_400],
] as const;

/** The sandbox's time: tokens and credentials end by it. */
export function ClockCard() {
  const { clock } = useConsole('switches');
  const operator = useOperator();
  const task = useTask();
  const now = useNow(clock.aheadMilliseconds);
  return (
    <section className="card" aria-label="Clock">
      <h2>Clock</h2>
      <p>
        <output className="code" aria-live="off" data-testid="clock">
          {now}
        </output>{' '}
        <span className="muted">{aheadInWords(clock.aheadMilliseconds)}</span>
      </p>
      <div className="buttons">
        {STEPS.map(([words, advanceSeconds]) => (
          <button
            key={words}
            type="button"
            className="button"
            disabled={task.busy}
            onClick={() => void task.run(() => operator.set('clock', { advanceSeconds }), `${words} have passed.`)}
          >
            + {words}
          </button>
        ))}
        <button
          type="button"
          className="button"
          disabled={task.busy || clock.aheadMilliseconds === 0}
          onClick={() =>
            void task.run(() => operator.set('clock', { reset: true }), 'Back to the time of the machine.')
          }
        >
          Back to now
        </button>
      </div>
      <p className="muted">Tokens and credentials end by this clock, and connections by signed URLs with them.</p>
      <Outcome task={task} />
    </section>
  );
}

function useNow(ahead: number): string {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return new Date(Date.now() + ahead).toISOString().replace(/\.\d+Z$/, 'Z');
}

function aheadInWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes === 0) return 'as the machine has it';
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, minutes % 60 > 0 && `${minutes % 60} min`];
  return `${parts.filter((part) => part !== false).join(' ')} ahead of the machine`;
}
