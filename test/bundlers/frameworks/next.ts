import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../framework.js';
import { servedInChromium } from '../seen-in-chromium.js';
import { checkTypes, OF_BUNDLERS } from '../types-of-project.js';

const NEXT = 'node_modules/next/dist/bin/next';
const QUIET = { NEXT_TELEMETRY_DISABLED: '1' };

/** Of `create-next-app`. */
const tsconfig = {
  compilerOptions: {
    target: 'ES2017',
    lib: ['dom', 'dom.iterable', 'esnext'],
    allowJs: true,
    skipLibCheck: true,
    strict: true,
    noEmit: true,
    esModuleInterop: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    resolveJsonModule: true,
    isolatedModules: true,
    incremental: true,
    jsx: 'react-jsx',
    plugins: [{ name: 'next' }],
  },
  include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts', '.next/dev/types/**/*.ts'],
  exclude: ['node_modules'],
};

export const next: Framework = {
  name: 'Next.js, page and server',
  guide: 'next.md',
  installs: ['next@16.4.6', 'react@19.3.1', 'react-dom@19.3.1'],
  besides: ['typescript@5.9.3', '@types/react@19.3.0', '@types/node@20.19.43'],
  starter: {
    'tsconfig.json': JSON.stringify(tsconfig),
    // Both act for the one user that is signed in here.
    'app/server-session.ts': "export { credentials } from './session';\n",
  },
  outputs: 'app/outputs.json',
  session: 'app/session.ts',
  typed: 'strict, libraries too',
  async checkTypes(project) {
    const files = ['app/page.tsx', 'app/layout.tsx', 'app/api/hello/route.ts'];
    await checkTypes(project, files, [...OF_BUNDLERS, '--jsx', 'preserve', '--types', 'node']);
  },
  async build(project) {
    // It checks types, too, as its own starter has them checked.
    const said = await project.run(NEXT, ['build'], QUIET);
    expect(said).not.toMatch(/warning|⚠(?! No build cache found)/i);
    const html = readFileSync(join(project.folder, '.next/server/app/index.html'), 'utf8');
    // Rendered on the server, where there is no client.
    expect(html).toContain('<p>closed</p>');
    const names = readdirSync(join(project.folder, '.next/static/chunks')).filter((name) => name.endsWith('.js'));
    const paths = (those: readonly string[]) => those.map((name) => join('.next/static/chunks', name));
    return {
      first: paths(names.filter((name) => html.includes(name))),
      lazy: paths(names.filter((name) => !html.includes(name))),
      holdsFramework: true,
    };
  },
  received: 'Chromium, from the page and from a route handler',
  async receive(project) {
    const server = project.start(NEXT, ['start', '--port', '0'], QUIET);
    const [, port] = await server.said(/Local:\s+http:\/\/localhost:(\d+)/);
    await servedInChromium(Number(port), async (page) => {
      await page.getByRole('button', { name: 'Let the server say it' }).click();
      await page.getByText(/users\/\S+: Hello from the server/).waitFor();
    });
    await server.end();
  },
};
