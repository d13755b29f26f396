import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { updatePerformancePage } from '../../bench/report/performance-page.js';
import { stormPicture } from '../../bench/report/storm-picture.js';
import type { Results } from '../../bench/results.js';

const root = join(import.meta.dirname, '../..');
const results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8')) as Results;

describe('the figures in the documentation', () => {
  it('are those that were measured', () => {
    const folder = mkdtempSync(join(tmpdir(), 'performance-page-'));
    try {
      const page = join(root, 'docs/performance.md');
      const copy = join(folder, 'performance.md');
      copyFileSync(page, copy);
      updatePerformancePage(copy, results);
      expect(readFileSync(copy, 'utf8')).toBe(readFileSync(page, 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are drawn as they were measured', () => {
    expect(stormPicture(results)).toBe(readFileSync(join(root, 'docs/storm.svg'), 'utf8'));
  });

  it('were not measured in a hurry', () => {
    expect(results.details.quick).toBe(false);
    expect(results.storm.identities).toBe(2000);
  });
});
