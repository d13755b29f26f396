import { useConsole } from '../../state/use-console.js';

/** Who may sign in, and how. */
export function SignInCard() {
  const { userPools, identityPools, allowedOrigins } = useConsole('overview');
  return (
    <section className="card" aria-label="Sign-in">
      <h2>Who may sign in</h2>
      {userPools.map(({ id, name, selfSignUp, groups, clients }) => (
        <dl className="facts" key={id}>
          <dt>User pool</dt>
          <dd>
            {name !== id && name} <code>{id}</code>
          </dd>
          <dt>Sign-up</dt>
          <dd>{selfSignUp ? 'everybody' : 'by an administrator alone'}</dd>
          <dt>Groups</dt>
          <dd>{groups.length === 0 ? 'none' : groups.map((group) => group.name).join(', ')}</dd>
          <dt>Clients</dt>
          <dd>
            {clients.map((client) => (
              <div key={client.id}>
                {client.name !== client.id && client.name} <code>{client.id}</code>
              </div>
            ))}
          </dd>
        </dl>
      ))}
      {identityPools.map(({ id, name, guests }) => (
        <dl className="facts" key={id}>
          <dt>Identity pool</dt>
          <dd>
            {name !== id && name} <code>{id}</code>
          </dd>
          <dt>Guests</dt>
          <dd>{guests ? 'get credentials, too' : 'are refused'}</dd>
        </dl>
      ))}
      <dl className="facts">
        <dt>Pages of</dt>
        <dd>
          {allowedOrigins.length === 0 && 'no origin'}
          {allowedOrigins.map((origin) => (
            <div key={origin}>{/^https?:/.test(origin) ? <a href={origin}>{origin}</a> : origin}</div>
          ))}
        </dd>
      </dl>
    </section>
  );
}
