import { ShortIdentities } from './short-identities.js';

/** A topic, topic filter or client ID of which the tail can be read. */
export function TopicName({ name }: { readonly name: string }) {
  return (
    <code className="topic" title={name}>
      <ShortIdentities text={name} />
    </code>
  );
}
