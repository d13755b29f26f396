import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../framework.js';
import { seenInChromium } from '../seen-in-chromium.js';

const NG = 'node_modules/@angular/cli/bin/ng.js';
const NGC = 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js';
const BUILT = 'dist/messages/browser';

/** Of `ng new`. */
const angularJson = {
  version: 1,
  cli: { analytics: false },
  projects: {
    messages: {
      projectType: 'application',
      root: '',
      sourceRoot: 'src',
      architect: {
        build: {
          builder: '@angular/build:application',
          options: { browser: 'src/main.ts', tsConfig: 'tsconfig.app.json' },
          configurations: {
            production: {
              budgets: [{ type: 'initial', maximumWarning: '500kB', maximumError: '1MB' }],
              outputHashing: 'all',
            },
          },
          defaultConfiguration: 'production',
        },
      },
    },
  },
};

/** Of `ng new`, too, and stricter: the types of libraries are checked. */
const tsconfig = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    skipLibCheck: false,
    isolatedModules: true,
    experimentalDecorators: true,
    importHelpers: true,
    target: 'ES2022',
    module: 'preserve',
    types: [],
  },
  angularCompilerOptions: {
    enableI18nLegacyMessageIdFormat: false,
    strictInjectionParameters: true,
    strictInputAccessModifiers: true,
    strictTemplates: true,
  },
  include: ['src/**/*.ts'],
};

export const angular: Framework = {
  name: 'Angular',
  guide: 'angular.md',
  installs: ['@angular/core@22.2.6', '@angular/build@22.2.7'],
  besides: [
    ...['common', 'compiler', 'compiler-cli', 'platform-browser'].map((name) => `@angular/${name}@22.2.6`),
    '@angular/cli@22.2.7',
    'rxjs@7.8.2',
    'tslib@2.8.1',
    'typescript@6.0.3',
  ],
  node: '24.22.3',
  starter: {
    'angular.json': JSON.stringify(angularJson),
    'tsconfig.app.json': JSON.stringify(tsconfig),
    'src/index.html':
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Messages</title><base href="/"></head><body><app-root></app-root></body></html>',
  },
  outputs: 'src/outputs.json',
  session: 'src/session.ts',
  typed: 'strict, templates and libraries too',
  async checkTypes(project) {
    await project.run(NGC, ['--project', 'tsconfig.app.json', '--noEmit']);
  },
  async build(project) {
    // Of CommonJS and of the sizes, too.
    const said = await project.run(NG, ['build']);
    expect(said).not.toMatch(/warning|error/i);
    const html = readFileSync(join(project.folder, BUILT, 'index.html'), 'utf8');
    const names = readdirSync(join(project.folder, BUILT)).filter((name) => name.endsWith('.js'));
    const paths = (those: readonly string[]) => those.map((name) => join(BUILT, name));
    return {
      first: paths(names.filter((name) => html.includes(name))),
      lazy: paths(names.filter((name) => !html.includes(name))),
      holdsFramework: true,
    };
  },
  received: 'Chromium',
  receive: (project) => seenInChromium(join(project.folder, BUILT)),
};
