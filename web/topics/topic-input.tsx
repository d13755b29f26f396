import { useEffect, useId, useRef } from 'react';
import { splitByIdentity } from './split-by-identity.js';

export interface TopicInputProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onType: (value: string) => void;
  /** Shown while it is empty. */
  readonly example?: string | undefined;
  readonly offers: readonly string[];
}

/** A field for a topic or a filter; while nobody types, it shows the tail, which tells one topic from another. */
export function TopicInput({ label, name, value, onType, example, offers }: TopicInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const showTail = () => input.current?.scrollTo({ left: input.current.scrollWidth });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value has another tail
  useEffect(() => {
    if (input.current !== document.activeElement) showTail();
  }, [value]);
  return (
    <label className="field field-mono">
      {label}
      <input
        ref={input}
        name={name}
        value={value}
        onChange={(event) => onType(event.target.value)}
        // The browser scrolls to the head as the focus leaves.
        onBlur={() => requestAnimationFrame(showTail)}
        placeholder={example === undefined ? undefined : shortened(example)}
        title={value || example}
        autoComplete="off"
        spellCheck={false}
        list={list}
        required
      />
      <datalist id={list}>
        {offers.map((offer) => (
          <option key={offer} value={offer} />
        ))}
      </datalist>
    </label>
  );
}

function shortened(name: string): string {
  return splitByIdentity(name)
    .map((part) => (typeof part === 'string' ? part : `${part[0]}…${part[2]}`))
    .join('');
}
