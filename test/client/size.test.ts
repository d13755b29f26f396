import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Bundle {
  readonly warnings: string[];
  readonly code: string;
  readonly imports: string[];
  readonly dynamicImports: string[];
  /** What a bundle with mqtt still imports. */
  readonly outside: string[];
  /** Of what is loaded at first. */
  readonly gzipped: number;
}

describe('the client bundled for a browser', () => {
  let bundle: Bundle;
  beforeAll(() => {
    const script = join(import.meta.dirname, 'bundle-client.mjs');
    bundle = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  }, 30_000);

  it('is below 14 kB gzipped at first, without mqtt', () => {
    expect(bundle.gzipped).toBeGreaterThan(5_000);
    expect(bundle.gzipped).toBeLessThan(14_000);
  });

  it('imports its engine and mqtt with the first call, an outbox that is kept and presence when they are asked for, what signs without WebCrypto there alone', () => {
    expect(bundle.imports).toEqual([]);
    expect(bundle.dynamicImports.toSorted()).toEqual([
      'engine',
      'join-presence',
      'kept-outboxes',
      'open-mqtt',
      'sha256-in-script',
    ]);
  });

  it('imports nothing but mqtt, so no built-in of Node and no polyfill', () => {
    expect(bundle.outside).toEqual([]);
    expect(bundle.code).not.toMatch(/\b(Buffer|process|require|global)\b[.[]|\b(Buffer|require)\(/);
  });

  it('is bundled without a warning', () => {
    expect(bundle.warnings).toEqual([]);
  });
});
