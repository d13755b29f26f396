import { type ReactNode, useState } from 'react';

export interface SnippetProps {
  /** Where it belongs. */
  readonly caption: ReactNode;
  readonly text: string;
}

/** What belongs into a file or a terminal, and a button that copies it. */
export function Snippet({ caption, text }: SnippetProps) {
  const [copied, setCopied] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('Copied'),
      () => setCopied('Select it, and copy it by hand'),
    );
  return (
    <figure className="snippet">
      <figcaption>
        {caption}
        <span role="status">{copied}</span>
        <button type="button" className="button-quiet" onClick={copy}>
          Copy
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
      <pre tabIndex={0}>{text}</pre>
    </figure>
  );
}
