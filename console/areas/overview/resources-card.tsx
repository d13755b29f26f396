import { useConsole } from '../../state/use-console.js';

/** What the template has, and what of it the sandbox leaves out. */
export function ResourcesCard() {
  const { resources, notEmulated } = useConsole('overview');
  return (
    <section className="card" aria-label="Resources">
      <h2>Resources</h2>
      {notEmulated.length > 0 && (
        <p>
          <span className="mark busy">left out</span> {notEmulated.length} that the sandbox does not emulate:{' '}
          {notEmulated.map(({ logicalId, type }) => `${logicalId} (${type})`).join(', ')}
        </p>
      )}
      {resources.map(({ type, resources: ofType }) => (
        <details key={type}>
          <summary>
            <code>{type}</code> <span className="muted">{ofType.length}</span>
          </summary>
          <dl className="facts inset">
            {ofType.map(({ logicalId, physicalId }) => (
              <div key={logicalId} className="fact">
                <dt>{logicalId}</dt>
                <dd>
                  <code>{physicalId}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}
