import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licensePlugin } from 'rolldown-license-plugin';

/** None of them asks anything of whoever passes the code on but that the notice comes along. */
const allowed = new Set(['BlueOak-1.0.0', 'MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** A package that brings no licence file names its licence all the same. https://opensource.org/license/mit */
const withoutFile = {
  MIT: (name) => `The authors of ${name} state no other copyright notice than this.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

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

    /** What is within a file that was bundled elsewhere. @throws Error where a licence is not allowed */
    add(licenses) {
      for (const one of licenses) {
        if (!allowed.has(one.license)) throw new Error(`${one.name} has the licence ${one.license}.`);
        found.set(`${one.name} ${one.version}`, one);
      }
    },

    /** Writes `THIRD-PARTY-NOTICES.txt`; where nothing is bundled there is no file. */
    write(folder) {
      if (found.size === 0) return;
      const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
      const sections = inOrder.map(
        ([title, { name, license, licenseText }]) =>
          `${title} (${license})\n\n${licenseText.trim() || textOf(name, license)}`,
      );
      const rule = `\n\n${'-'.repeat(80)}\n\n`;
      const head = 'This package contains code of the following packages, each under its own licence.';
      writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), `${[head, ...sections].join(rule)}\n`);
    },
  };
}

function textOf(name, license) {
  if (!withoutFile[license]) throw new Error(`${name} brings no text of its licence, ${license}.`);
  return withoutFile[license](name);
}
