import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackAssembly } from '../../../sandbox/template/assembly.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

/** Does what the request's header `x-do` says. */
const CODE = `
export async function handler(event, context) {
  const order = event.headers['x-do'];
  if (order === 'log') console.log('told to log');
  if (order === 'throw') throw new TypeError('on purpose');
  if (order === 'crash') process.exit(7);
  if (order === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (order?.startsWith('{') || order === 'null') return JSON.parse(order);
  return { statusCode: 201, headers: { 'X-Pid': process.pid }, body: JSON.stringify({ event, home: process.env.HOME, keys: Object.keys(process.env) }) };
}`;

/** The default stack whose API calls a function that does what it is told, and how to delete its code. */
export function stackWithTrialFunction(edit: (template: EditableTemplate) => void = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'trial-function-'));
  writeFileSync(join(folder, 'index.mjs'), CODE);
  const { assetFolders, ...rest } = synthesizedAssembly((template) => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::Lambda::Function' || Properties.Handler !== 'index.handler') continue;
      Object.assign(Properties, { Code: { S3Key: 'trial.zip' }, Timeout: 1 });
    }
    edit(template);
  });
  const assembly: StackAssembly = { ...rest, assetFolders: new Map([...assetFolders, ['trial', folder]]) };
  return { assembly, deleteCode: () => rmSync(folder, { recursive: true }) };
}

/** The resources of one type. */
export function ofType(template: EditableTemplate, type: string) {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}
