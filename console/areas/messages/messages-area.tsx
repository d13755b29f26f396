import { useMemo } from 'react';
import type { MqttMessageRecord } from '../../../contract/console-state.js';
import { keptRows } from '../../live/kept-rows.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import type { IdentityNames } from '../../state/identity-names.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { MessageDetail } from './message-detail.js';
import { payloadText } from './payload-text.js';

interface MessageRow extends LiveRow {
  readonly message: MqttMessageRecord;
  readonly who: string;
  readonly topic: string;
}

/** What goes over the broker. */
export function MessagesArea() {
  const messages = useConsole('mqttMessages');
  const names = useIdentityNames();
  const rowsOf = useMemo(() => keptRows((message: MqttMessageRecord) => messageRow(message, names)), [names]);
  const rows = useMemo(() => rowsOf(messages), [rowsOf, messages]);
  return (
    <LiveArea
      area="messages"
      about="What is published: from whom, to whom, and to whom it was not let through."
      rows={rows}
      renderRow={(row) => <Row {...row} />}
      renderDetail={({ message, who }) => <MessageDetail message={message} who={who} />}
      announce={({ message: { topic }, who }) => `Message of ${who} to ${topic}`}
      empty={
        <EmptyState title="Nobody has published">
          <a href={hashOf({ area: 'try' })}>Publish as one of the users</a>, or let your app do it.
        </EmptyState>
      }
    />
  );
}

function messageRow(message: MqttMessageRecord, names: IdentityNames): MessageRow {
  const { number, topic, payload, from, to, notTo } = message;
  const who = from?.identityId === undefined ? (from?.clientId ?? 'AWS, or over HTTPS') : names.of(from.identityId);
  return {
    key: `${number}`,
    text: [topic, payloadText(payload), who, from?.clientId, ...to, ...notTo].join(' '),
    refused: notTo.length > 0,
    identity: from?.identityId,
    message,
    who,
    topic: names.inText(topic),
  };
}

function Row({ message, who, topic }: MessageRow) {
  const { time, payload, qos, retain, toCount, notTo } = message;
  return (
    <>
      <TimeOf time={time} />
      <code className="grow" title={message.topic}>
        {topic}
      </code>
      <code className="half muted">{payloadText(payload)}</code>
      {notTo.length > 0 && <span className="mark bad">not to {notTo.length}</span>}
      <span className="minor muted">
        QoS {qos}
        {retain && ', retained'}
      </span>
      <span className="muted">to {toCount}</span>
      <span className="minor slot muted">{who}</span>
    </>
  );
}
