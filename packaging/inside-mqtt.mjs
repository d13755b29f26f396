import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What MQTT.js has for its command and for Node alone. */
const notForBrowsers = /^(@types\/.*|commist|concat-stream|help-me|minimist|socks|split2|ws)$/;

/**
 * MQTT.js's build for browsers is one file, in which no bundler sees what it was made of: its dependencies, and the
 * modules of Node that @jspm/core stands in for.
 */
export function insideMqtt(root) {
  const found = new Map();
  const add = (name, from) => {
    const folder = installedAt(name, from);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { version, license, dependencies = {} } = manifest;
    const key = `${name} ${version}`;
    if (found.has(key)) return;
    found.set(key, { name, version, license, licenseText: licenceIn(folder) });
    for (const needed of Object.keys(dependencies)) if (!notForBrowsers.test(needed)) add(needed, folder);
  };
  add('mqtt', root);
  const licenseText = `Its licence is the one in LICENSE. https://github.com/jspm/jspm-core\n\nMuch of it is code of Node.js: ${node}`;
  return [...found.values(), { name: '@jspm/core', version: '2', license: 'Apache-2.0', licenseText }];
}

/** As Node finds it: in the nearest `node_modules` above. */
function installedAt(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === dirname(folder)) throw new Error(`${name}, which MQTT.js needs, is not installed.`);
  }
}

function licenceIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
}

const node = `Copyright Joyent, Inc. and other Node contributors.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
