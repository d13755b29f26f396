import type { SettingsHint } from '../../contract/console-actions.js';
import { Snippet } from '../parts/snippet.js';
import { withNames } from '../parts/with-names.js';

/** The setting that would allow it. */
export function HintView({ hint: { text, setting } }: { readonly hint: SettingsHint }) {
  return (
    <section className="hint-view stack" aria-label="What would allow it">
      <h3>What would allow it</h3>
      <p>{withNames(text)}</p>
      {setting !== undefined && <Snippet caption={<code>cdk.json</code>} text={setting.snippet} />}
      {setting?.mayHaveMore === true && (
        <p className="muted">The list may have entries that are not told here. They keep their place beside it.</p>
      )}
    </section>
  );
}
