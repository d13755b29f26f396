import { memo } from 'react';
import type { ShownMessage } from '../session/session-state.js';
import { TopicName } from '../topics/topic-name.js';
import { CopyButton } from './copy-button.js';
import { JsonView } from './json-view.js';

/** One message: where it was published, what it says of itself, and what it carries. */
// biome-ignore lint/style/useNamingConvention: a component of React, which takes them in PascalCase only.
export const MessageRow = memo(({ message }: { readonly message: ShownMessage }) => {
  const { time, topic, content, retain, qos, times } = message;
  const { text } = content;
  return (
    <li>
      <div className="message-head">
        <TopicName name={topic} />
        <span className="message-facts">
          {retain && (
            <span className="tag tag-kept" title="AWS IoT has kept it for whoever subscribes">
              retained
            </span>
          )}
          {times > 1 && (
            <span className="tag" title="QoS 1 delivers at least once: it was sent again, as nobody had answered">
              came {times} times
            </span>
          )}
          {qos === 0 && <span className="tag">QoS 0</span>}
          <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString()}</time>
        </span>
      </div>
      <div className="message-body">
        {content.kind === 'json' && <JsonView value={content.value} />}
        {content.kind === 'text' && <pre>{text}</pre>}
        {content.kind === 'bytes' && (
          <>
            <p className="note">{content.size} bytes that are no text</p>
            <pre>{text}</pre>
          </>
        )}
        {content.kind === 'nothing' && <p className="note">Empty: what was retained here is gone.</p>}
        {content.kind !== 'nothing' && <CopyButton text={text} what={`the message of ${topic}`} />}
      </div>
    </li>
  );
});
