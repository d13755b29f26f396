import { join, relative } from 'node:path';
import ts from 'typescript';

const repository = join(import.meta.dirname, '../..');

/** The declarations of `lib/index.ts` and of all it imports, as `tsc` would write them into the package. */
function emittedDeclarations(): Map<string, ts.SourceFile> {
  const config = ts.readConfigFile(join(repository, 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  const { outDir: _, ...others } = options;
  const emit = { ...others, noEmit: false, declaration: true, emitDeclarationOnly: true };
  const program = ts.createProgram([join(repository, 'lib/index.ts')], emit);
  const declarations = new Map<string, ts.SourceFile>();
  program.emit(
    undefined,
    (file, text) => {
      const name = relative(repository, file);
      declarations.set(name, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
    },
    undefined,
    true,
  );
  return declarations;
}

type Declaration = ts.Statement & { readonly name?: ts.Identifier };

/** What jsii cannot translate into other languages, found in the declarations of what `lib/index.ts` exports. */
function untranslatable(declarations: ReadonlyMap<string, ts.SourceFile>): string[] {
  const exported = exportedNames(declarations.get('lib/index.d.ts'));
  return [...exported].flatMap(([name, file]) => {
    const source = declarations.get(file);
    const declaration = source && declarationOf(source, name);
    if (!declaration) return [`${name}: is not declared in ${file}`];
    const imported = importsOf(source);
    return [...new Set(problemsOf(declaration, { exported, imported, file }))].map((problem) => `${name}: ${problem}`);
  });
}

/** Each name that `lib/index.ts` exports, with the file that declares it. */
function exportedNames(index: ts.SourceFile | undefined): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of index?.statements ?? []) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      throw new Error(`lib/index.ts exports in another way than by names: ${statement.getText()}`);
    }
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    for (const { name } of statement.exportClause.elements) names.set(name.text, declarationFile('lib', from));
  }
  return names;
}

function declarationFile(folder: string, specifier: string): string {
  return join(folder, specifier.replace(/\.js$/, '.d.ts'));
}

function declarationOf(source: ts.SourceFile, name: string): Declaration | undefined {
  return source.statements.find((statement) => {
    if (!ts.isVariableStatement(statement)) return (statement as Declaration).name?.text === name;
    return statement.declarationList.declarations.some((one) => one.name.getText() === name);
  });
}

/** Each name that a file imports, with the module. */
function importsOf(source: ts.SourceFile): Map<string, string> {
  const imports = new Map<string, string>();
  for (const statement of source.statements.filter(ts.isImportDeclaration)) {
    const bindings = statement.importClause?.namedBindings;
    const module = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (bindings && ts.isNamedImports(bindings))
      for (const { name } of bindings.elements) imports.set(name.text, module);
    if (bindings && ts.isNamespaceImport(bindings)) imports.set(bindings.name.text, module);
  }
  return imports;
}

interface Place {
  readonly exported: ReadonlyMap<string, string>;
  readonly imported: ReadonlyMap<string, string>;
  readonly file: string;
}

const computedTypes = ['Omit', 'Pick', 'Partial', 'Required', 'Exclude', 'Extract', 'NonNullable', 'ReturnType'];

function problemsOf(node: ts.Node, place: Place): string[] {
  // Nobody but the class itself sees them, and declarations have no types of them.
  if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) {
    return [];
  }
  const own = problemOf(node, place);
  return [...(own === undefined ? [] : [own]), ...node.getChildren().flatMap((child) => problemsOf(child, place))];
}

function problemOf(node: ts.Node, place: Place): string | undefined {
  if (ts.isUnionTypeNode(node)) return `has a union: ${node.getText()}`;
  if (ts.isIntersectionTypeNode(node)) return `has an intersection: ${node.getText()}`;
  if (ts.isMappedTypeNode(node) || ts.isConditionalTypeNode(node) || ts.isIndexedAccessTypeNode(node)) {
    return `has a computed type: ${node.getText()}`;
  }
  if (ts.isLiteralTypeNode(node)) return `has a literal as a type: ${node.getText()}`;
  if (ts.isTypeReferenceNode(node)) return problemOfReference(node.typeName.getText(), place);
  if (ts.isExpressionWithTypeArguments(node)) return problemOfReference(node.expression.getText(), place);
  return undefined;
}

function problemOfReference(name: string, { exported, imported, file }: Place): string | undefined {
  if (computedTypes.includes(name)) return `has ${name}`;
  if (name === 'Error') return 'is an Error';
  const module = imported.get(name.split('.')[0] ?? '');
  if (module?.startsWith('zod')) return `has ${name} of zod`;
  if (module !== undefined && !module.startsWith('.')) return undefined;
  const declaredIn = module === undefined ? file : declarationFile(join(file, '..'), module);
  const isOurs = module !== undefined || !globalTypes.includes(name);
  return isOurs && exported.get(name) !== declaredIn ? `names ${name}, which lib/index.ts does not export` : undefined;
}

const globalTypes = ['Record', 'Readonly', 'ReadonlyArray', 'Array'];

describe('what lib/index.ts exports', () => {
  const declarations = emittedDeclarations();

  it('has no types that jsii cannot translate, and none that stay inside', () => {
    expect(exportedNames(declarations.get('lib/index.d.ts')).size).toBeGreaterThan(20);
    expect(untranslatable(declarations)).toEqual([]);
  });

  it.each([
    ['export interface A { readonly a: string | number }', /^A: has a union: string \| number$/],
    ["export interface A { readonly a?: 'b' }", /^A: has a literal as a type: 'b'$/],
    ["export interface A extends Omit<B, 'c'> {}", /^A: has Omit/],
    ["export interface A { readonly a: Pick<B, 'c'> }", /^A: has Pick/],
    ['export declare class A extends Error {}', /^A: is an Error$/],
    ["import { z } from 'zod';\nexport type A = z.infer<typeof b>;", /^A: has z\.infer of zod$/],
    ["import { B } from './b.js';\nexport interface A { b: B }", /^A: names B, which lib\/index\.ts does not export$/],
  ])('would be refused if it had %s', (text, problem) => {
    const source = (name: string, content: string): [string, ts.SourceFile] => [
      name,
      ts.createSourceFile(name, content, ts.ScriptTarget.Latest, true),
    ];
    const made = new Map([source('lib/index.d.ts', "export { A } from './a.js';"), source('lib/a.d.ts', text)]);
    expect(untranslatable(made)[0]).toMatch(problem);
  });
});
