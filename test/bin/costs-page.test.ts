import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costsPageBlocks } from '../../bin/docs/costs-page.js';
import { counted } from '../../bin/docs/counted.js';
import { fillPage } from '../../bin/docs/fill-page.js';
import { lineBytes } from '../../costs/plan.js';
import { resourcesOfType, synthesizedTemplate } from '../lib/synthesized-template.js';

const repository = join(import.meta.dirname, '../..');

describe('docs/costs.md', () => {
  const page = readFileSync(join(repository, 'docs/costs.md'), 'utf8');
  const blocks = costsPageBlocks(counted);

  it('says what the formulas say; npm run docs makes it so', () => {
    expect(fillPage(page, blocks)).toBe(page);
  });

  it('counts the alarms that the stack has', () => {
    const alarms = (settings: object) =>
      resourcesOfType(synthesizedTemplate(settings), 'AWS::CloudWatch::Alarm').length;
    expect([alarms({ alarms: {} }), alarms({ alarms: {}, metrics: true })]).toEqual([
      counted.alarms,
      counted.alarmsWithMetrics,
    ]);
  }, 60_000);

  it('names what breaks first first: the e-mails', () => {
    const rows = blocks['what breaks first']?.split('\n').slice(2) ?? [];
    expect(rows[0]).toMatch(/^\| e-mails .* \| 5,000 \|.*`email`/);
    const users = rows.map((row) => Number(row.split(' | ')[3]?.replaceAll(',', '')));
    expect([...users].sort((a, b) => a - b)).toEqual(users);
  });

  it('and the README say the same of a month', () => {
    const together = blocks['what a month costs']?.split('\n').find((row) => row.includes('together'));
    const [least, most] = [/ (\$[\d.]+) /, /(\$[\d,]+) \|$/].map((one) => one.exec(together ?? '')?.[1]);
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain(`(${least} to ${most} as assumed there)`);
  });

  it('reckons with lines as long as it says', () => {
    const { answer, withMetrics, accessLog } = lineBytes;
    expect(page.replaceAll('\n', ' ')).toContain(
      `A log line has ${answer} bytes, ${withMetrics} with \`metrics\`, and one of the access log ${accessLog}`,
    );
  });
});
