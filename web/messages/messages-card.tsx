import './messages.css';
import { useState } from 'react';
import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { MessageRow } from './message-row.js';
import { RatePlot } from './rate-plot.js';
import { ValuePlot } from './value-plot.js';

export function MessagesCard() {
  const { messages, received, readings } = useSessionState();
  const session = useSession();
  const [plot, setPlot] = useState<'rate' | 'values'>('rate');
  const hasValues = readings.length > 0;
  return (
    <section className="card messages" aria-labelledby="messages-title">
      <header>
        <h2 id="messages-title">
          Messages <span className="count">{received}</span>
        </h2>
        {hasValues && (
          <fieldset className="choice" aria-label="What is plotted">
            {(['rate', 'values'] as const).map((name) => (
              <button key={name} type="button" aria-pressed={plot === name} onClick={() => setPlot(name)}>
                {name === 'rate' ? 'Rate' : 'Values'}
              </button>
            ))}
          </fieldset>
        )}
        <button type="button" className="button-quiet" onClick={session.clearMessages} disabled={received === 0}>
          Clear
        </button>
      </header>
      {hasValues && plot === 'values' ? <ValuePlot /> : <RatePlot />}
      {messages.length === 0 ? (
        <p className="note">Nothing has come yet. Publish something, or open this page in a second tab.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it
        <ol className="message-list" tabIndex={0} aria-label="Messages, newest first">
          {messages.map((message) => (
            <MessageRow key={message.id} message={message} />
          ))}
        </ol>
      )}
    </section>
  );
}
