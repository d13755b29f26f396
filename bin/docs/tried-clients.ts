/** A client that `npm run test:clients` tried, and what came of it: an entry of docs/clients-tried.json. */
export interface TriedClient {
  readonly client: string;
  /** What was installed for it, with the version. */
  readonly packages: Readonly<Record<string, string>>;
  readonly language: 'JavaScript' | 'Python' | 'Java' | 'shell';
  readonly protocol: string;
  /** What is set for the sandbox, and not for AWS. */
  readonly forSandbox: string;
  /** How the client tells that a topic of somebody else was refused. */
  readonly refusal: string;
  /** In `test/clients`. */
  readonly program: string;
}

export function triedClientsTable(tried: readonly TriedClient[]): string {
  const rows = tried.map(({ client, packages, language, protocol, forSandbox, refusal, program }) => {
    const versions = Object.entries(packages).map(([name, version]) => `\`${name}\` ${version}`);
    const cells = [
      `[${client}](../test/clients/${program})`,
      `${language}: ${versions.join(', ')}`,
      protocol,
      forSandbox,
      `\`${refusal}\``,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| client | version | protocol | set for the sandbox | refused, it says |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
