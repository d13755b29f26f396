import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Bundle {
  readonly warnings: string[];
  readonly code: string;
  readonly imports: string[];
  readonly importsWithMqtt: string[];
  readonly chunks: number;
  readonly gzipped: number;
}

describe('the client bundled for a browser', () => {
  let bundle: Bundle;
  beforeAll(() => {
    const script = join(import.meta.dirname, 'bundle-client.mjs');
    bundle = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  }, 30_000);

  it('is below 25 kB gzipped, without mqtt', () => {
    expect(bundle.chunks).toBe(1);
    expect(bundle.gzipped).toBeGreaterThan(5_000);
    expect(bundle.gzipped).toBeLessThan(25_000);
  });

  it('imports nothing but mqtt, so no built-in of Node and no polyfill', () => {
    expect(bundle.imports).toEqual(['mqtt']);
    expect(bundle.importsWithMqtt).toEqual([]);
    expect(bundle.code).not.toMatch(/\b(Buffer|process|require|global)\b[.([]/);
  });

  it('is bundled without a warning', () => {
    expect(bundle.warnings).toEqual([]);
  });
});
