import './workbench.css';
import { IotProvider } from '../../client/react/react.js';
import { LampCard } from '../lamp/lamp-card.js';
import { MessagesCard } from '../messages/messages-card.js';
import { HereNowCard } from '../presence/here-now-card.js';
import { useSessionState } from '../session/use-visit.js';
import { Happenings } from './happenings.js';
import { IdentityCard } from './identity-card.js';
import { PublishCard } from './publish-card.js';
import { SubscribeCard } from './subscribe-card.js';

/** What a user or a guest can see and do. */
export function Workbench({ sandboxUrl }: { readonly sandboxUrl: string | undefined }) {
  const { client } = useSessionState();
  // It is made as soon as the session starts.
  if (client === undefined) return undefined;
  return (
    <IotProvider client={client}>
      <div className="workbench">
        <div className="column">
          <SubscribeCard />
          <PublishCard />
          <HereNowCard />
          <LampCard sandboxUrl={sandboxUrl} />
          <IdentityCard />
        </div>
        <div className="column">
          <MessagesCard />
          <Happenings sandboxUrl={sandboxUrl} />
        </div>
      </div>
    </IotProvider>
  );
}
