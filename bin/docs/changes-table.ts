import { App } from 'aws-cdk-lib';
import type { Change, ComparedTemplate, Effect } from '../../changes/change.js';
import { templateChanges } from '../../changes/template-changes.js';
import { IotAccessStack, readSettings } from '../../lib/index.js';
import { knownKeys } from '../../lib/settings/setting-rules.js';
import { settingsSchema } from '../../lib/settings/settings-schema.js';
import { type SettingExample, settingExamples } from './setting-examples.js';

/** Blocks of `docs/changes.md` that are made from the templates, by the name that their marker has. */
export function changesPageBlocks(context: Record<string, unknown>): Record<string, string> {
  const template = synthesizer(context);
  const told = new Map<string, string>();
  const rows = examplesOfAll().flatMap(([setting, examples]) =>
    examples.map((example) => {
      const settings = [example.from, example.to].map((own) => ({ ...example.with, ...own }));
      const [before, after] = settings.map(template) as [ComparedTemplate, ComparedTemplate];
      const changes = templateChanges(before, after);
      for (const { code, says, instead } of changes.flatMap(({ problems }) => problems)) {
        if (!told.has(code)) told.set(code, `**\`${code}\`**: ${says}. Instead: ${instead}.`);
      }
      return rowOf(setting, example, changes);
    }),
  );
  const table = ['| setting | change | an update | and |', '|---|---|---|---|', ...rows].join('\n');
  return {
    'settings on update': table,
    'problems of settings': [...told.values()].map((one) => `- ${one}`).join('\n'),
  };
}

/** @throws Error that names settings without an example, and says where to write it */
export function examplesOfAll(
  settings: readonly string[] = knownKeys(settingsSchema, []),
  examples: Readonly<Record<string, readonly SettingExample[]>> = settingExamples,
): (readonly [setting: string, examples: readonly SettingExample[]])[] {
  const missing = settings.filter((name) => (examples[name] ?? []).length === 0);
  const unknown = Object.keys(examples).filter((name) => !settings.includes(name));
  if (missing.length + unknown.length === 0) return settings.map((name) => [name, examples[name] ?? []]);
  const where = 'bin/docs/setting-examples.ts';
  const told = [
    ...missing.map((name) => `the setting ${name} has no example: write a change of it into ${where}`),
    ...unknown.map((name) => `there is no setting ${name}, of which ${where} has an example: take it out`),
  ];
  throw new Error(told.join('\n'));
}

/** Each template once: most examples begin with the default. */
function synthesizer(context: Record<string, unknown>): (settings: object) => ComparedTemplate {
  const known = new Map<string, ComparedTemplate>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const found = known.get(key);
    if (found) return found;
    const app = new App({ analyticsReporting: false, context: { ...context, ...QUICK } });
    const stack = new IotAccessStack(app, 'CognitoIotAccess', readSettings(settings));
    const template: ComparedTemplate = app.synth().getStackArtifact(stack.artifactId).template;
    known.set(key, template);
    return template;
  };
}

/** No bundle, and no report of warnings that were meant. */
const QUICK = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:annotationsInValidationReport': false };

const WORST: readonly (readonly [effects: readonly Effect[], word: string])[] = [
  [['replaced', 'may-be-replaced'], 'replaces'],
  [['may-be-deleted'], 'may delete'],
  [['deleted'], 'deletes'],
  [['left-behind'], 'leaves in the account'],
  [['added'], 'adds'],
  [['updated'], 'changes in place'],
];

function rowOf(setting: string, { change, note }: SettingExample, changes: readonly Change[]): string {
  const problems = changes.flatMap((one) => one.problems);
  const first = problems.some(({ kind }) => kind === 'refused')
    ? '**refused by AWS**'
    : problems.length > 0
      ? '**users lose something**'
      : changes.length > 0
        ? 'safe'
        : 'changes nothing in this stack';
  const shown = changes.filter(
    ({ type, properties, effect }) =>
      // A new deployment of the API comes with any change of it; a policy about deletion is no change of the resource.
      type !== 'AWS::ApiGateway::Deployment' &&
      (effect !== 'updated' || properties.some((name) => !/^(DeletionPolicy|UpdateReplacePolicy)$/.test(name))),
  );
  const effects = WORST.flatMap(([those, word]) => {
    const types = shown.filter(({ effect }) => those.includes(effect)).map(({ type }) => shortType(type));
    return types.length === 0 ? [] : [`${word} ${counted(types)}`];
  });
  const codes = [...new Set(problems.map(({ code }) => `\`${code}\``))].join(', ');
  const cells = [
    `\`${setting}\``,
    change ?? 'another value',
    [first, ...effects].join('; '),
    [codes, note].filter(Boolean).join(' ') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

function counted(types: readonly string[]): string {
  return [...new Set(types)]
    .sort()
    .map((type) => {
      const count = types.filter((one) => one === type).length;
      return count > 1 ? `${count} ${type}` : type;
    })
    .join(', ');
}

/** `Cognito::UserPool` */
function shortType(type: string): string {
  return `\`${type.replace(/^AWS::/, '')}\``;
}
