import { useMemo } from 'react';
import type { MailedMessage } from '../../../contract/sandbox-views.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { CopyButton } from '../../parts/copy-button.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import { useConsole } from '../../state/use-console.js';

interface MailRow extends LiveRow {
  readonly mail: MailedMessage;
}

/** What Cognito would have e-mailed. */
export function MailboxArea() {
  const messages = useConsole('messages');
  const rows = useMemo(() => mailRows(messages), [messages]);
  return (
    <LiveArea
      area="mailbox"
      about="What would have been e-mailed: codes and invitations. Nothing leaves this machine."
      rows={rows}
      renderRow={({ mail: { time, to, code, subject } }) => (
        <>
          <TimeOf time={time} />
          <b className="half">{to}</b>
          <code>{code}</code>
          <span className="grow muted">{subject}</span>
        </>
      )}
      renderDetail={({ mail }) => <Mail mail={mail} />}
      announce={({ mail: { to, subject } }) => `Mail to ${to}: ${subject}`}
      empty={
        <EmptyState title="No mail yet">
          Somebody who signs up, forgets the password or is invited gets a code, and it arrives here.
        </EmptyState>
      }
    />
  );
}

function mailRows(messages: readonly MailedMessage[]): MailRow[] {
  return messages
    .map((mail, index) => ({
      key: `${mail.time}-${index}`,
      text: `${mail.to} ${mail.userName} ${mail.purpose} ${mail.code} ${mail.subject}`,
      mail,
    }))
    .reverse();
}

function Mail({ mail: { to, from, replyTo, time, subject, code, text, purpose } }: { readonly mail: MailedMessage }) {
  return (
    <>
      <div className="detail-head">
        <h2>{subject}</h2>
        <TimeOf time={time} />
      </div>
      <p className="muted">
        {from !== undefined && `From ${from}, `}
        {replyTo !== undefined && `reply to ${replyTo}, `}to {to} ({purpose})
      </p>
      <p>{text}</p>
      <div className="buttons">
        <output className="code">{code}</output>
        <CopyButton label="Copy the code" text={code} />
      </div>
    </>
  );
}
