import { intentOf } from '../../cli/intent-of.js';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import type { JourneyTarget } from '../../journey/target.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import type { StackAssembly } from '../../sandbox/template/assembly.js';
import { settingsAssembly } from './settings-sandbox.js';
import type { EditableTemplate } from './synthesized-assembly.js';

/**
 * Each step of the journey through a stack of these settings.
 *
 * @param edit changes what was synthesized
 * @param spoil changes what an operator does
 */
export async function journeyOf(
  settings: object,
  edit: (template: EditableTemplate) => void = () => undefined,
  spoil: (target: JourneyTarget) => JourneyTarget = (target) => target,
): Promise<StepResult[]> {
  const assembly = ownAssembly(settings);
  edit(assembly.template as EditableTemplate);
  const sandbox = await startSandbox({ assembly });
  const target = spoil(sandboxTarget(sandbox, intentOf(assembly)));
  const results: StepResult[] = [];
  try {
    const ok = await walkJourney(target, (result) => results.push(result));
    expect(ok).toBe(results.every((result) => result.ok));
  } finally {
    await sandbox.stop();
  }
  // Programs get each as JSON.
  return JSON.parse(JSON.stringify(results)) as StepResult[];
}

const synthesized = new Map<string, StackAssembly>();

/** Synthesized once for the same settings, and the caller's own to edit. */
function ownAssembly(settings: object): StackAssembly {
  const key = JSON.stringify(settings);
  const assembly = synthesized.get(key) ?? settingsAssembly(settings);
  synthesized.set(key, assembly);
  return { ...assembly, template: structuredClone(assembly.template) };
}

export interface Statement {
  Action: string | string[];
  Resource: unknown;
}

/** Of every resource of that type. */
export function documents(template: EditableTemplate, type: string): { Statement: Statement[] }[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties.PolicyDocument);
}
