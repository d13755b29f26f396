import { readFileSync } from 'node:fs';
import type { ComparedTemplate } from '../../changes/change.js';
import { templateChanges } from '../../changes/template-changes.js';
import type { StackAssembly } from '../../sandbox/index.js';
import type { StackComparison } from './changes-report.js';
import { NESTED_STACK } from './compare-stack.js';
import { parseTemplate } from './parse-template.js';

/** @throws Error for a file that holds no template, or not all of it */
export function templateOfFile(file: string, { stackName, template }: StackAssembly): StackComparison {
  const deployed = parseTemplate(readFileSync(file, 'utf8'), file);
  const isNested = ({ Resources = {} }: ComparedTemplate) =>
    Object.values(Resources).some(({ Type }) => Type === NESTED_STACK);
  if (isNested(deployed)) {
    throw new Error(
      `${file} has nested stacks, whose templates are elsewhere; leave --template out to ask CloudFormation`,
    );
  }
  return { stack: stackName, deployed: true, changes: templateChanges(deployed, template as ComparedTemplate) };
}
