import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.js';

export interface SnippetProps {
  /** Where it belongs, or what it is. */
  readonly caption: ReactNode;
  readonly text: string;
}

/** What belongs into a file or a terminal, and a button that copies it. */
export function Snippet({ caption, text }: SnippetProps) {
  return (
    <figure className="snippet">
      <figcaption>
        <span>{caption}</span>
        <CopyButton label="Copy" text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach it */}
      <pre tabIndex={0}>{text}</pre>
    </figure>
  );
}
