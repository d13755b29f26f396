import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licensePlugin } from 'rolldown-license-plugin';

/** None of them asks anything of whoever passes the code on but that the notice comes along. */
const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** Collects the licences of what several bundles of a package contain. */
export function createNotices() {
  const found = new Map();
  return {
    plugin: () =>
      licensePlugin({
        allow: ({ license }) => allowed.has(license),
        failOnViolation: true,
        failOnUnlicensed: true,
        done(licenses) {
          for (const one of licenses) found.set(`${one.name} ${one.version}`, one);
        },
      }),

    /** Writes `THIRD-PARTY-NOTICES.txt`; where nothing is bundled there is no file. */
    write(folder) {
      if (found.size === 0) return;
      const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
      const sections = inOrder.map(
        ([title, { license, licenseText }]) => `${title} (${license})\n\n${licenseText.trim()}`,
      );
      const rule = `\n\n${'-'.repeat(80)}\n\n`;
      const head = 'This package contains code of the following packages, each under its own licence.';
      writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), `${[head, ...sections].join(rule)}\n`);
    },
  };
}
