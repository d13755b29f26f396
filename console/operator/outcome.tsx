import type { Task } from './use-task.js';

/** What came of a task: read aloud as it comes. */
export function Outcome({ task: { outcome } }: { readonly task: Pick<Task, 'outcome'> }) {
  return (
    <p
      className={`outcome ${outcome?.ok === false ? 'bad' : 'good'}`}
      role={outcome?.ok === false ? 'alert' : 'status'}
    >
      {outcome?.text}
    </p>
  );
}
