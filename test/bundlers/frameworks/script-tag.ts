import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../framework.js';
import type { FrameworkProject } from '../framework-project.js';
import { seenInChromium } from '../seen-in-chromium.js';
import { checkTypes, OF_BUNDLERS } from '../types-of-project.js';

const SCRIPT = 'cognito-iot-client.global.js';

export const scriptTag: Framework = {
  name: 'Script tag',
  guide: 'script-tag.md',
  files: ['index.html', 'app.js', 'globals.d.ts'],
  installs: [],
  outputs: 'outputs.json',
  session: 'session.js',
  typed: 'strict, libraries too',
  checkTypes: (project) =>
    checkTypes(project, ['app.js', 'globals.d.ts'], [...OF_BUNDLERS, '--allowJs', '--checkJs', '--types', '']),
  async build(project) {
    cpSync(join(packageOf(project), 'dist', SCRIPT), join(project.folder, SCRIPT));
    return { first: [SCRIPT], lazy: [] };
  },
  received: 'Chromium, also with the tag for a CDN and its hash',
  async receive(project) {
    await seenInChromium(project.folder);
    // As from a CDN, whose file the browser compares with the hash.
    const { jsdelivr, unpkg } = JSON.parse(readFileSync(join(packageOf(project), 'package.json'), 'utf8'));
    expect(unpkg).toBe(jsdelivr);
    const tag = readFileSync(join(packageOf(project), 'dist/script-tag.html'), 'utf8').trim();
    const html = readFileSync(join(project.folder, 'index.html'), 'utf8');
    project.write({ 'index.html': html.replace(`<script src="${SCRIPT}"></script>`, tag) });
    await seenInChromium(project.folder, { 'https://cdn.jsdelivr.net/npm/cognito-iot-client@': packageOf(project) });
  },
};

const packageOf = ({ folder }: FrameworkProject) => join(folder, 'node_modules/cognito-iot-client');
