import './presence.css';
import { type ReactNode, useState } from 'react';
import type { LeaveReason, PresenceChange, PresenceMember } from '../../client/index.js';
import { useIotClient, useIotState, usePresence } from '../../client/react/react.js';
import { useSessionState } from '../session/use-visit.js';
import { TopicName } from '../topics/topic-name.js';
import { mayJoin } from './may-join.js';
import { nameOfMember } from './name-of-member.js';

const ROOM = 'rooms/lobby';
const SHOWN_GONE = 5;

/** Who is in the lobby, where the user's rights allow that. */
export function HereNowCard() {
  const { holder, connection } = useSessionState();
  if (connection === 'closed' || connection === 'denied') return undefined;
  if (holder.kind === 'guest') {
    return (
      <Card>
        <p className="note">
          Only for users who have signed in: it shows identity IDs to the others, and that of a guest is all that it
          takes to get the guest's credentials.
        </p>
      </Card>
    );
  }
  return <IfAllowed />;
}

function IfAllowed() {
  const client = useIotClient();
  const { identityId } = useIotState();
  // Drawn again when the rights are others, by which the client answers.
  useSessionState();
  if (client === undefined || identityId === undefined || !mayJoin(client, ROOM)) return undefined;
  return <HereNow />;
}

interface Gone {
  readonly member: PresenceMember;
  readonly reason: LeaveReason;
}

function HereNow() {
  const { email } = useSessionState();
  const [gone, setGone] = useState<readonly Gone[]>([]);
  const onChange = (change: PresenceChange) =>
    setGone((before) => {
      const others = before.filter(({ member }) => member.memberId !== change.member.memberId);
      return change.type === 'leave' ? [change, ...others].slice(0, SHOWN_GONE) : others;
    });
  // Others need no more of the address.
  const { members, isPresent, error } = usePresence(ROOM, { data: { name: email?.split('@')[0] }, onChange });
  return (
    <Card>
      <ul className="members" aria-label="Here now">
        {members.map((member) => (
          <li key={member.memberId} data-me={member.isMe}>
            <Name member={member} />
            {member.isMe && <span className="tag tag-good">you</span>}
          </li>
        ))}
      </ul>
      <p className="note" role="status">
        {error?.message ?? (isPresent ? members.length === 1 && 'Nobody else is here.' : 'Joining …')}
      </p>
      {gone.length > 0 && (
        <ul className="members" aria-label="Gone">
          {gone.map(({ member, reason }) => (
            <li key={member.memberId}>
              <Name member={member} />
              <span className={reason === 'lost' ? 'tag tag-bad' : 'tag'}>
                {reason === 'lost' ? 'connection lost' : 'left'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Card({ children }: { readonly children: ReactNode }) {
  return (
    <section className="card here-now" aria-labelledby="here-now-title">
      <header>
        <h2 id="here-now-title">Here now</h2>
        <code className="note">{ROOM}</code>
      </header>
      {children}
    </section>
  );
}

function Name({ member }: { readonly member: PresenceMember }) {
  const name = nameOfMember(member);
  return (
    <span className="member">
      {name !== undefined && <b>{name}</b>} <TopicName name={member.memberId} />
    </span>
  );
}
