import './workbench.css';
import { fetchAuthSession } from 'aws-amplify/auth';
import { useEffect } from 'react';
import { useSession } from '../session/use-session.js';
import { Happenings } from './happenings.js';
import { IdentityCard } from './identity-card.js';
import { MessagesCard } from './messages-card.js';
import { PublishCard } from './publish-card.js';
import { SubscribeCard } from './subscribe-card.js';

/** What a signed-in user can see and do. */
export function Workbench({ sandboxUrl }: { readonly sandboxUrl: string | undefined }) {
  const session = useSession();
  useEffect(() => {
    let mounted = true;
    void signedInEmail().then((email) => {
      if (mounted) void session.start(email);
    });
    return () => {
      mounted = false;
    };
  }, [session]);
  return (
    <div className="workbench">
      <div className="column">
        <IdentityCard />
        <SubscribeCard />
        <PublishCard />
      </div>
      <div className="column">
        <MessagesCard />
        <Happenings sandboxUrl={sandboxUrl} />
      </div>
    </div>
  );
}

async function signedInEmail(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  return String(tokens?.idToken?.payload.email ?? 'Signed in');
}
