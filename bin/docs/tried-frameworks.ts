/** Where `npm run test:bundlers` tried the client, and what came of it: an entry of docs/frameworks-tried.json. */
export interface TriedFramework {
  readonly framework: string;
  /** In `docs/guides`. */
  readonly guide: string;
  /** What was installed for it, with the version. */
  readonly packages: Readonly<Record<string, string>>;
  /** How its types were checked. */
  readonly typed: string;
  /** Where a message was received from the sandbox. */
  readonly received: string;
  /** Of JavaScript after gzip: what the page loads before the app begins. Not there where nothing is bundled. */
  readonly firstKilobytes?: number;
  /** The same of what is loaded when it connects. */
  readonly lazyKilobytes?: number;
}

export function triedFrameworksTable(tried: readonly TriedFramework[]): string {
  const rows = tried.map(({ framework, guide, packages, typed, received, firstKilobytes, lazyKilobytes }) => {
    const versions = Object.entries(packages).map(([name, version]) => `\`${name}\` ${version}`);
    const size =
      firstKilobytes === undefined ? '' : `${firstKilobytes} kB${lazyKilobytes ? `, then ${lazyKilobytes} kB` : ''}`;
    return `| ${[`[${framework}](guides/${guide})`, versions.join(', '), typed, size, received].join(' | ')} |`;
  });
  return [
    '| in | with | types | first load, then when connecting (gzip) | received a message in |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
