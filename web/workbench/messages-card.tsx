import { useSession } from '../session/use-session.js';
import { useSessionState } from '../session/use-visit.js';
import { withoutIdentity } from '../topics/without-identity.js';
import { MessagePlot } from './message-plot.js';

export function MessagesCard() {
  const { messages, received, identityId } = useSessionState();
  const session = useSession();
  return (
    <section className="card messages" aria-labelledby="messages-title">
      <header>
        <h2 id="messages-title">
          Messages <span className="count">{received}</span>
        </h2>
        <button type="button" className="button-quiet" onClick={session.clearMessages} disabled={received === 0}>
          Clear
        </button>
      </header>
      <MessagePlot />
      {messages.length === 0 ? (
        <p className="note">Nothing has come yet. Publish something, or open this page in a second tab.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it
        <ol className="message-list" tabIndex={0} aria-label="Messages, newest first">
          {messages.map(({ id, time, topic, text }) => (
            <li key={id}>
              <div className="message-head">
                <code>{withoutIdentity(topic, identityId)}</code>
                <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString()}</time>
              </div>
              <pre>{text}</pre>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
