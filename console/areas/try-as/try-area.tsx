import { EmptyState } from '../../parts/empty-state.js';
import { PageHead } from '../../parts/page-head.js';
import { AREAS, hashOf } from '../../routing/route.js';
import { useRoute } from '../../routing/use-route.js';
import { useConsole } from '../../state/use-console.js';
import { ConnectAs } from './connect-as.js';
import { TestClientCard } from './test-client-card.js';

/** A publisher and a subscriber, each as whom one likes: refused as that one would be. */
export function TryArea() {
  const clients = useConsole('testClients');
  const openFirst = [...clients].sort((one, other) => Number(other.isOpen) - Number(one.isOpen));
  const users = useConsole('users');
  const { query } = useRoute();
  return (
    <div className="stack">
      <PageHead title={AREAS.try}>
        Connects by MQTT with the credentials of whom you choose. What is refused here, your app would be refused, too.
      </PageHead>
      <ConnectAs identity={query.identity} />
      {clients.length === 0 ? (
        <EmptyState title="Nobody is connected from here">
          {users.length === 0 && (
            <>
              There are no users yet: <a href={hashOf({ area: 'users' })}>make one</a>.{' '}
            </>
          )}
          Choose somebody and connect; then once more as somebody else, and let one publish what the other subscribes
          to.
        </EmptyState>
      ) : (
        <div className="columns">
          {openFirst.map((client) => (
            <TestClientCard key={client.id} client={client} />
          ))}
        </div>
      )}
    </div>
  );
}
