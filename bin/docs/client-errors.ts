import ts from 'typescript';
import { nodesBelow, sourceFiles } from './source-files.js';
import { type WrittenText, writtenOrNamed, writtenTexts } from './written-texts.js';

const BASE = 'IotAccessError';
/** What the documentation of every error has, beside what it means. */
const PARTS = ['Why', 'What to do'] as const;

interface ErrorClass {
  readonly name: string;
  readonly file: string;
  readonly parent: string;
  readonly declaration: ts.ClassDeclaration;
}

type Message = readonly [what: WrittenText, check: WrittenText];

/**
 * A section for each error of the client: its documentation, and what it says at every place that throws it.
 *
 * @throws Error for a class whose documentation lacks a part, and for a code that no class has
 */
export function clientErrors(files: readonly ts.SourceFile[] = sourceFiles('client')): string {
  const classes = errorClasses(files);
  checkCodes(files, classes);
  return [...classes.map((one) => section(one, messagesOf(one, files))), rangeErrors(files)].join('\n\n');
}

function errorClasses(files: readonly ts.SourceFile[]): ErrorClass[] {
  const all = files.flatMap((file) =>
    nodesBelow(file, ts.isClassDeclaration).map((declaration) => ({
      name: declaration.name?.text ?? '',
      file: file.fileName,
      parent: declaration.heritageClauses?.[0]?.types[0]?.expression.getText() ?? '',
      declaration,
    })),
  );
  const isOurs = ({ parent }: ErrorClass): boolean =>
    parent === BASE || all.some((one) => one.name === parent && isOurs(one));
  return all.filter(isOurs).sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function checkCodes(files: readonly ts.SourceFile[], classes: readonly ErrorClass[]): void {
  const [union] = files
    .flatMap((file) => nodesBelow(file, ts.isTypeAliasDeclaration))
    .filter(({ name }) => name.text === 'IotAccessErrorCode');
  const codes = union ? nodesBelow(union, ts.isStringLiteral).map(({ text }) => text) : [];
  if (codes.length === 0) throw new Error('client has no codes IotAccessErrorCode');
  const used = new Set(classes.map((one) => codeOf(one)));
  const unused = codes.filter((code) => !used.has(code));
  if (unused.length > 0) throw new Error(`no error class of client has the code ${unused.join(', ')}`);
}

function section(one: ErrorClass, messages: readonly Message[]): string {
  const { name, file, parent } = one;
  const [means = '', ...paragraphs] = paragraphsOf(one);
  const parts = PARTS.map((part) => {
    const found = paragraphs.find((paragraph) => paragraph.startsWith(`${part}: `));
    if (!found) throw new Error(`${file}: the documentation of ${name} has no paragraph "${part}: …"`);
    return `**${part}.** ${found.slice(part.length + 2)}`;
  });
  const code = codeOf(one);
  const kind = parent === BASE ? `\`code\` is \`${code}\`.` : `A \`${parent}\`.`;
  return [`### ${name}`, `${means} ${kind}`, ...parts, ...tableOf(messages)].join('\n\n');
}

function tableOf(messages: readonly Message[]): string[] {
  const rows = [...new Set(messages.map(([what]) => what))].map((what) => {
    const checks = messages.filter(([same]) => same === what).map(([, check]) => check);
    return `| ${what} | ${[...new Set(checks)].join('<br>')} |`;
  });
  return rows.length > 0 ? [['| it says | and to check |', '|---|---|', ...rows].join('\n')] : [];
}

function paragraphsOf({ declaration }: ErrorClass): string[] {
  const [doc] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '')
    .split(/\n\s*\n/)
    .map((text) => text.replace(/\s+/g, ' ').trim());
}

function constructorOf({ declaration }: ErrorClass): ts.ConstructorDeclaration | undefined {
  return declaration.members.find(ts.isConstructorDeclaration);
}

/** `super(code, what, check, …)` */
function handedOn(one: ErrorClass): readonly ts.Expression[] {
  const made = constructorOf(one);
  const calls = made ? nodesBelow(made, ts.isCallExpression) : [];
  return calls.find(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword)?.arguments ?? [];
}

function codeOf(one: ErrorClass): string | undefined {
  const [code] = handedOn(one);
  return code && ts.isStringLiteral(code) ? code.text : undefined;
}

function messagesOf(one: ErrorClass, files: readonly ts.SourceFile[]): Message[] {
  if (codeOf(one) === undefined) return moreSpecific(one, files);
  const [, what, check] = handedOn(one);
  if (!what || !check) return [];
  const parameters = constructorOf(one)?.parameters.map(({ name }) => name.getText()) ?? [];
  const given = [what, check].map((text) => parameters.indexOf(text.getText()));
  if (given.every((index) => index < 0)) return combined(what, check);
  return madeIn(files, one.name).flatMap((made) => {
    const [itsWhat, itsCheck] = given.map((index) => made.arguments?.[index]);
    return itsWhat && itsCheck ? combined(itsWhat, itsCheck) : [];
  });
}

/** It says what its parent says, and in the place of what to check its own. */
function moreSpecific(one: ErrorClass, files: readonly ts.SourceFile[]): Message[] {
  const [parent] = errorClasses(files).filter(({ name }) => name === one.parent);
  const made = constructorOf(one);
  const texts = made ? nodesBelow(made, ts.isVariableDeclaration) : [];
  const own = texts.flatMap(({ initializer }) => (initializer ? writtenTexts(initializer) : []));
  return parent ? messagesOf(parent, files).flatMap(([what]) => own.map((check): Message => [what, check])) : [];
}

function combined(what: ts.Expression, check: ts.Expression): Message[] {
  const whats = writtenOrNamed(what);
  const checks = writtenOrNamed(check);
  // As many of both belong together: they are chosen by the same condition.
  if (whats.length === checks.length) return whats.map((text, index): Message => [text, checks[index] ?? '']);
  return whats.flatMap((text) => checks.map((then): Message => [text, then]));
}

function madeIn(files: readonly ts.SourceFile[], name: string): ts.NewExpression[] {
  return files
    .flatMap((file) => nodesBelow(file, ts.isNewExpression))
    .filter((made) => made.expression.getText() === name);
}

function rangeErrors(files: readonly ts.SourceFile[]): string {
  const rows = madeIn(files, 'RangeError')
    .flatMap(({ arguments: given }) => (given?.[0] ? writtenOrNamed(given[0]) : []))
    .map((text) => `| ${text} |`);
  return [
    '### RangeError',
    "JavaScript's own, for what is passed to a function of this client and cannot be. It has no `code` and no `help`.",
    '**Why.** AWS IoT would not take the topic, the filter, the payload, the QoS or a property, and would end the connection for it; or an option is outside of what it may be.',
    '**What to do.** Nothing helps but another value: the message says what is allowed.',
    ['| it says |', '|---|', ...new Set(rows)].join('\n'),
  ].join('\n\n');
}
