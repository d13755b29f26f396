import { useSessionState } from '../session/use-visit.js';
import { ShortIdentities } from '../topics/short-identities.js';

/** What happened, newest first. */
export function Happenings({ sandboxUrl }: { readonly sandboxUrl: string | undefined }) {
  const { happenings } = useSessionState();
  return (
    <section className="card" aria-labelledby="happenings-title">
      <h2 id="happenings-title">What happened</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
      <ol className="happenings" tabIndex={0} aria-label="What happened, newest first">
        {happenings.map(({ id, time, tone, text }) => (
          <li key={id} data-tone={tone}>
            <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString()}</time>
            <span>
              <ShortIdentities text={text} />
            </span>
          </li>
        ))}
      </ol>
      {sandboxUrl !== undefined && (
        <p className="note">
          The sandbox knows more: <a href={`${sandboxUrl}/`}>its console</a> has every decision, every connection and
          what the function logged.
        </p>
      )}
    </section>
  );
}
