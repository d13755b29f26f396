import { documentedSettings } from './documented-settings.js';

/** The settings that docs/between-clients.md gives for presence. */
export function presenceSettings(): object {
  const found = documentedSettings().find(
    ({ file, text }) => file.endsWith('between-clients.md') && text.includes('presence'),
  );
  if (found === undefined) throw new Error('docs/between-clients.md shows no settings for presence');
  return found.settings;
}
