import { useState } from 'react';

/** JSON to be merged into `cdk.json`, and a button that copies it. */
export function SettingSnippet({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('Copied'),
      () => setCopied('Select it, and copy it by hand'),
    );
  return (
    <figure className="snippet">
      <figcaption>
        <code>cdk.json</code>
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
