import type { MqttMessageRecord } from '../../../contract/console-state.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Snippet } from '../../parts/snippet.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { payloadSetOut } from './payload-text.js';

export interface MessageDetailProps {
  readonly message: MqttMessageRecord;
  readonly who: string;
}

export function MessageDetail({ message, who }: MessageDetailProps) {
  const { time, topic, payload, qos, retain, from, to, toCount, notTo } = message;
  const { encoding, bytes, isCut } = payload;
  const caption = `${bytes} bytes${encoding === 'base64' ? ', as base64' : ''}${isCut ? ', the beginning' : ''}`;
  return (
    <>
      <div className="detail-head">
        <h2 className="mono">{topic}</h2>
        <TimeOf time={time} />
      </div>
      <Snippet caption={caption} text={payloadSetOut(payload)} />
      <dl className="facts">
        <dt>From</dt>
        <dd>
          {from?.identityId === undefined ? (
            who
          ) : (
            <a href={hashOf({ area: 'identities', item: from.identityId })}>{who}</a>
          )}
          {from !== undefined && (
            <>
              {' '}
              <code>{from.clientId}</code>
            </>
          )}
        </dd>
        <dt>Sent to</dt>
        <dd className="mono">
          {toCount === 0 ? 'nobody: no subscription fits' : to.join(', ')}
          {toCount > to.length && `, and ${toCount - to.length} more`}
        </dd>
        {notTo.length > 0 && (
          <>
            <dt>Not let through to</dt>
            <dd>
              <code>{notTo.join(', ')}</code>: they had subscribed, and may not receive this. See{' '}
              <a href={hashOf({ area: 'decisions', query: { refused: '1', text: 'iot:Receive' } })}>the decisions</a>.
            </dd>
          </>
        )}
        <dt>Delivery</dt>
        <dd>
          QoS {qos}
          {retain && ', retained: whoever subscribes later gets it, too'}
        </dd>
      </dl>
      <div className="buttons">
        <CopyButton label="Copy JSON" text={JSON.stringify(message, undefined, 2)} />
      </div>
    </>
  );
}
