import './refusals.css';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useSessionState, useVisit } from '../session/use-visit.js';
import type { ExplainedRefusal, RefusalPlace } from './explain-refusal.js';
import { Snippet } from './snippet.js';

/** The refusals of what stands here: read aloud as they come, and brought into view. */
export function RefusalsView({ place }: { readonly place: RefusalPlace }) {
  const { refusals } = useSessionState();
  const { dismiss } = useVisit();
  const here = useRef<HTMLDivElement>(null);
  const onDismiss = (id: number) => {
    dismiss(id);
    // The button that has the focus goes: it must not fall back to the top of the page.
    here.current?.closest('section, main')?.querySelector<HTMLElement>('input, h1')?.focus();
  };
  return (
    <div className="refusals" role="alert" ref={here}>
      {refusals
        .filter((refusal) => refusal.place === place)
        .map((refusal) => (
          <Refusal key={refusal.id} refusal={refusal} onDismiss={() => onDismiss(refusal.id)} />
        ))}
    </div>
  );
}

function Refusal({ refusal, onDismiss }: { readonly refusal: ExplainedRefusal; readonly onDismiss: () => void }) {
  const { title, subject, meaning, documents, next } = refusal;
  const card = useRef<HTMLElement>(null);
  useIntoView(card);
  return (
    <article className="refusal" ref={card}>
      <header>
        <h3>{title}</h3>
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
      {next !== undefined && (
        <div className="next">
          <p>{withNames(next.text)}</p>
          {next.setting !== undefined && <Snippet caption={<code>cdk.json</code>} text={next.setting.snippet} />}
          {next.command !== undefined && <Snippet caption="Terminal" text={next.command} />}
          {next.afterwards !== undefined && <p>{withNames(next.afterwards)}</p>}
        </div>
      )}
    </article>
  );
}

/** What stands between backquotes is a name. */
function withNames(text: string): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}

/** Whoever pressed a button further down sees what came of it. */
function useIntoView(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const tall = current.offsetHeight > innerHeight * 0.8;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    current.scrollIntoView({ block: tall ? 'start' : 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }, [element]);
}
