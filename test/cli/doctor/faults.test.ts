import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '../../../cli/doctor/faults.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');

it.each(Object.entries(faults))(
  '%s has a section in docs/operations.md that says the same',
  (name, { means, remedy }) => {
    expect(page).toContain(`\n### ${name}\n\n${means} ${remedy}\n`);
  },
);
