import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CONSOLE_TOKEN_META } from '../../contract/console.js';
import { repository } from '../support/source-files.js';

const LARGEST_GZIP_BYTES = 200_000;

describe('the console, built', () => {
  let folder: string;
  let page: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-'));
    const build = ['node_modules/vite/bin/vite.js', 'build', 'console', '--outDir', folder, '--emptyOutDir'];
    execFileSync(process.execPath, [...build, '--logLevel', 'warn'], {
      cwd: repository,
      env: { ...process.env, NODE_ENV: 'test' },
    });
    page = readFileSync(join(folder, 'index.html'), 'utf8');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is one file of at most 200 kB, compressed', () => {
    expect(readdirSync(folder)).toEqual(['index.html']);
    expect(gzipSync(page).length).toBeLessThan(LARGEST_GZIP_BYTES);
  });

  it('loads nothing', () => {
    // What stands in the script are words of React, and what it may fetch is told by the policy of the server.
    const markup = page.replace(/(<script[^>]*>)[\s\S]*?(<\/script>)/, '$1$2').replace(/<style>[\s\S]*?<\/style>/, '');
    const loaded = [...markup.matchAll(/\b(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
    expect(loaded.filter((address) => address?.startsWith('data:') !== true)).toEqual([]);
    expect(page.match(/<style>([\s\S]*?)<\/style>/)?.[1]).not.toMatch(/@import|url\((?!["']?data:)/);
  });

  it('has one script and one style, which a hash can name', () => {
    expect(page.match(/<script\b/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
    expect(page.match(/<style\b/g)).toHaveLength(1);
    expect(page.match(/<!--/g)).toBeNull();
    expect(page).not.toMatch(/<[^>]*\s(?:style|on\w+)="/);
  });

  it('has one place for the token', () => {
    expect(page.split(CONSOLE_TOKEN_META)).toHaveLength(2);
  });
});
