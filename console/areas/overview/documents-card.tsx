import { useConsole } from '../../state/use-console.js';

/** What says who may do what: both have to agree for AWS IoT. */
export function DocumentsCard() {
  const { roles, iotPolicies } = useConsole('overview');
  return (
    <section className="card" aria-label="Roles and policies">
      <h2>IoT policies</h2>
      {iotPolicies.length === 0 && <p className="muted">There is none, so AWS IoT refuses identities everything.</p>}
      {iotPolicies.map(({ name, document }) => (
        <Document key={name} name={name} document={document} />
      ))}
      <h2>Roles</h2>
      {roles.map(({ arn, name, policies, trustPolicy }) => (
        <details key={arn}>
          <summary>
            <code>{name}</code>
          </summary>
          <div className="inset">
            <Document name="Trust policy" document={trustPolicy} />
            {policies.map((policy) => (
              <Document key={policy.name} name={policy.name} document={policy.document} />
            ))}
          </div>
        </details>
      ))}
    </section>
  );
}

function Document({ name, document }: { readonly name: string; readonly document: unknown }) {
  return (
    <details>
      <summary>
        <code>{name}</code>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
      <pre tabIndex={0}>{JSON.stringify(document, undefined, 2)}</pre>
    </details>
  );
}
