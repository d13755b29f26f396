import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly, type StackAssembly, type Template } from '../../sandbox/template/assembly.js';
import { sharedAssemblyFolder } from './shared-assembly.js';

// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
export type EditableTemplate = { Resources: Record<string, { Type: string; Properties: any }> };

/** The default stack, or a version of it that `edit` has changed. */
export function synthesizedAssembly(edit?: (template: EditableTemplate) => void): StackAssembly {
  const assembly = readAssembly(sharedAssemblyFolder());
  if (edit === undefined) return assembly;
  const template = structuredClone(assembly.template) as EditableTemplate;
  edit(template);
  return { ...assembly, template: template as Template };
}

/** Hands `use` a copy of the assembly on disk whose template `edit` has changed, and deletes it afterwards. */
export async function withEditedAssembly<T>(
  edit: (template: EditableTemplate) => void,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-edited-'));
  cpSync(sharedAssemblyFolder(), folder, { recursive: true });
  const file = join(folder, 'CognitoIotAccess.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as EditableTemplate;
  edit(template);
  writeFileSync(file, JSON.stringify(template));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes an action away from every policy of that type; fails if it was in none. */
export function removeAction(
  template: EditableTemplate,
  type: 'AWS::IAM::Policy' | 'AWS::IoT::Policy',
  action: string,
) {
  let removed = 0;
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== type) continue;
    const document = Properties.PolicyDocument;
    document.Statement = document.Statement.flatMap((statement: { Action: string | string[] }) => {
      const actions = [statement.Action].flat();
      const left = actions.filter((name) => name !== action);
      removed += actions.length - left.length;
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
  }
  if (removed === 0) throw new Error(`no ${type} allows ${action}`);
}
