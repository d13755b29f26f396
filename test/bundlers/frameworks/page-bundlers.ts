import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltApp, Framework } from '../framework.js';
import type { FrameworkProject } from '../framework-project.js';
import { seenInChromium } from '../seen-in-chromium.js';
import { checkTypes, OF_BUNDLERS } from '../types-of-project.js';

const page = {
  guide: 'vite.md',
  outputs: 'src/outputs.json',
  session: 'src/session.ts',
  typed: 'strict, libraries too',
  checkTypes: (project: FrameworkProject) => checkTypes(project, ['src/main.ts'], [...OF_BUNDLERS, '--types', '']),
  received: 'Chromium',
  receive: (project: FrameworkProject) => seenInChromium(join(project.folder, 'dist')),
} satisfies Partial<Framework>;

/** The script that the page of the guide names is Vite's; the others' is their own. */
function pageWithScript(project: FrameworkProject, attributes: string): void {
  const html = readFileSync(join(project.folder, 'index.html'), 'utf8');
  project.write({ 'dist/index.html': html.replace('type="module" src="/src/main.ts"', attributes) });
}

const vite: Framework = {
  ...page,
  name: 'Vite',
  files: ['index.html', 'src/main.ts'],
  installs: ['vite@8.3.8'],
  async build(project) {
    const said = await project.run('node_modules/vite/bin/vite.js', ['build']);
    expect(said).not.toMatch(/warn|externalized/i);
    const html = readFileSync(join(project.folder, 'dist/index.html'), 'utf8');
    return divided(project, 'dist/assets', (name) => html.includes(name));
  },
};

const webpack: Framework = {
  ...page,
  name: 'webpack',
  files: ['index.html', 'src/main.ts', 'webpack.config.cjs'],
  installs: ['webpack@5.113.0'],
  besides: ['webpack-cli@7.3.1', 'ts-loader@9.5.4', 'typescript@5.9.3'],
  starter: { 'tsconfig.json': JSON.stringify({ compilerOptions: tsconfig() }) },
  async build(project) {
    // Of the sizes, too.
    const said = await project.run('node_modules/webpack-cli/bin/cli.js', ['build']);
    expect(said).toMatch(/compiled successfully/);
    expect(said).not.toMatch(/warning/i);
    pageWithScript(project, 'defer src="/main.js"');
    return divided(project, 'dist', (name) => name === 'main.js');
  },
};

const esbuild: Framework = {
  ...page,
  name: 'esbuild',
  files: ['index.html', 'src/main.ts'],
  installs: ['esbuild@0.28.2'],
  async build(project) {
    const [command = '', ...args] = commandOfGuide().split(' ').slice(1);
    expect(command).toBe('esbuild');
    const said = await project.run('node_modules/esbuild/bin/esbuild', [...args, '--log-level=warning']);
    expect(said).toBe('');
    pageWithScript(project, 'type="module" src="/main.js"');
    const main = readFileSync(join(project.folder, 'dist/main.js'), 'utf8');
    const statically = [...main.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)].map(([, name]) => name);
    return divided(project, 'dist', (name) => name === 'main.js' || statically.includes(name));
  },
};

export const pageBundlers: readonly Framework[] = [vite, webpack, esbuild];

function commandOfGuide(): string {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/vite.md'), 'utf8');
  return /^npx esbuild .*$/m.exec(guide)?.[0] ?? '';
}

function tsconfig() {
  return { strict: true, target: 'es2023', module: 'esnext', moduleResolution: 'bundler', resolveJsonModule: true };
}

function divided({ folder }: FrameworkProject, at: string, isFirst: (name: string) => boolean): BuiltApp {
  const names = readdirSync(join(folder, at)).filter((name) => name.endsWith('.js'));
  const paths = (those: readonly string[]) => those.map((name) => join(at, name));
  return { first: paths(names.filter(isFirst)), lazy: paths(names.filter((name) => !isFirst(name))) };
}
