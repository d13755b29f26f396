#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';

const here = (file) => new URL(file, import.meta.url);

/** In a clone the sources are what runs, so that nothing has to be built first; the package holds the build alone. */
async function load() {
  if (!existsSync(here('main.ts'))) return import('./dist/main.js');
  const { register } = await import('tsx/esm/api');
  register();
  return import('./main.ts');
}

const { main } = await load();
await main(process.argv.slice(2), JSON.parse(readFileSync(here('package.json'), 'utf8')).version);
