import type { AttachedPolicy } from '../../../contract/sandbox-views.js';
import { useConsole } from '../../state/use-console.js';

export interface AttachedPoliciesProps {
  readonly attached: readonly AttachedPolicy[];
  readonly busy: boolean;
  readonly onDetach: (policyName: string) => void;
}

/** With what they say, and whether they decide yet. */
export function AttachedPolicies({ attached, busy, onDetach }: AttachedPoliciesProps) {
  const { iotPolicies } = useConsole('overview');
  const { clock } = useConsole('switches');
  const now = Date.now() + clock.aheadMilliseconds;
  if (attached.length === 0) return <p className="muted">None is attached, so AWS IoT refuses everything.</p>;
  return (
    <ul className="stack">
      {attached.map(({ policyName, effectiveAt }) => (
        <li key={policyName} className="attached">
          <details>
            <summary>
              <code>{policyName}</code> {effectiveAt > now && <span className="mark busy">not in effect yet</span>}
            </summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
            <pre tabIndex={0}>
              {JSON.stringify(iotPolicies.find(({ name }) => name === policyName)?.document, undefined, 2)}
            </pre>
          </details>
          <button type="button" className="button small" disabled={busy} onClick={() => onDetach(policyName)}>
            Detach <span className="visually-hidden">{policyName}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
