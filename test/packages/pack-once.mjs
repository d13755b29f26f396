import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** jest's global set-up: packs every package, as they would be published. */
export default function packOnce() {
  pack(['--workspaces', '--include-workspace-root']);
}

/** Packs those that the options of `npm pack` name. */
export function pack(which) {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-packed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const told = execFileSync('npm', ['pack', ...which, '--json', '--loglevel=error', '--pack-destination', folder], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  });
  // Before it stands what the builds print.
  const packed = JSON.parse(told.slice(told.indexOf('[')));
  const tarballs = packed.map(({ name, filename, files }) => ({
    name,
    file: join(folder, filename),
    contents: files.map(({ path }) => path),
  }));
  process.env.PACKED_PACKAGES = JSON.stringify(tarballs);
}
