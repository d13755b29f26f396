import './refusals.css';
import type { ExplainedRefusal } from './explain-refusal.js';

export interface RefusalsViewProps {
  readonly refusals: readonly ExplainedRefusal[];
  readonly onDismiss: (id: number) => void;
}

/** Read aloud as they come. */
export function RefusalsView({ refusals, onDismiss }: RefusalsViewProps) {
  return (
    <div className="refusals" role="alert">
      {refusals.map((refusal) => (
        <Refusal key={refusal.id} refusal={refusal} onDismiss={() => onDismiss(refusal.id)} />
      ))}
    </div>
  );
}

function Refusal({ refusal, onDismiss }: { readonly refusal: ExplainedRefusal; readonly onDismiss: () => void }) {
  const { title, subject, meaning, check, documents, missing } = refusal;
  return (
    <article className="refusal">
      <header>
        <h2>{title}</h2>
        <button type="button" className="button-quiet" onClick={onDismiss} aria-label={`Dismiss: ${title}`}>
          Dismiss
        </button>
      </header>
      {subject !== undefined && <code>{subject}</code>}
      <p>{meaning}</p>
      {documents.length > 0 && (
        <ul className="verdicts">
          {documents.map(({ name, allowed, verdict }) => (
            <li key={name} data-allowed={allowed}>
              <span className="verdict-mark">{allowed ? 'allowed' : 'refused'}</span>
              <span>
                <b>{name}</b> {verdict}.
              </span>
            </li>
          ))}
        </ul>
      )}
      {missing !== undefined && (
        <details>
          <summary>The statement that is missing</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
          <pre tabIndex={0}>{missing}</pre>
        </details>
      )}
      {check !== '' && <p className="refusal-check">{check}</p>}
    </article>
  );
}
