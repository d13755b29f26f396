import { useState } from 'react';

export interface CopyButtonProps {
  /** What it copies, in a word or two: `Copy JSON`. */
  readonly label: string;
  readonly text: string;
}

/** Copies a command line, an ID or JSON, and says that it has. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [done, setDone] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone('Copied');
    } catch {
      setDone('Select it, and copy it by hand');
    }
    setTimeout(() => setDone(undefined), 2000);
  };
  return (
    <button type="button" className="button small" onClick={() => void copy()}>
      <span aria-live="polite">{done ?? label}</span>
    </button>
  );
}
