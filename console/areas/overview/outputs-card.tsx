import { CopyButton } from '../../parts/copy-button.js';

export interface OutputsCardProps {
  readonly stack: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What an app needs to know of the stack. */
export function OutputsCard({ stack, outputs }: OutputsCardProps) {
  const entries = Object.entries(outputs);
  return (
    <section className="card" aria-label={`Outputs of ${stack}`}>
      <div className="detail-head">
        <h2>Outputs of {stack}</h2>
        <CopyButton label="Copy JSON" text={JSON.stringify(outputs, undefined, 2)} />
      </div>
      {entries.length === 0 ? (
        <p className="muted">The stack has none.</p>
      ) : (
        <dl className="facts">
          {entries.map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
