import type { ComparedTemplate, ResourceChange } from './change.js';

/**
 * Whether a resource of both templates may be there no more, since it stands under another condition, or under one that
 * says something else. Whether the condition holds is not looked at: parameters have their values elsewhere.
 */
export function mayGoByCondition(logicalId: string, deployed: ComparedTemplate, next: ComparedTemplate): boolean {
  const [before, after] = [deployed.Resources?.[logicalId], next.Resources?.[logicalId]];
  if (before?.Type !== after?.Type || after?.Condition === undefined) return false;
  return before?.Condition !== after.Condition || said(after.Condition, deployed) !== said(after.Condition, next);
}

/** Whether a resource is, as far as can be told, the one that was there before. */
export function stays({ effect }: ResourceChange): boolean {
  return effect === 'updated' || effect === 'may-be-deleted';
}

/** A condition in words, with all that it names. */
function said(name: string, { Conditions = {} }: ComparedTemplate, within: readonly string[] = []): string {
  const definition = (Conditions as Readonly<Record<string, unknown>>)[name];
  const text = JSON.stringify(definition) ?? '';
  const named = Object.keys(Conditions as object).filter((one) => text.includes(JSON.stringify({ Condition: one })));
  const others = named.filter((one) => !within.includes(one));
  return [text, ...others.map((one) => said(one, { Conditions }, [...within, name]))].join();
}
