import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DocumentedSnippet, documentedSnippets, repository } from '../support/documented-snippets.js';

const typeScript = new Set(['ts', 'tsx', 'js', 'mjs']);
/** Settings, answers and commands have tests of their own; Python runs in `npm run test:python`. */
const checkedElsewhere = new Set(['', 'json', 'sh', 'bash', 'python', 'yaml', 'diff', 'mermaid', 'html']);

/** Whole test files in JavaScript name themselves; `test/packages/test-runners.packages.ts` runs them. */
const isTest = ({ code }: DocumentedSnippet) => /^\/\/ \S+\.test\.m?jsx?\n/.test(code);
/** Whole files of a guide name themselves, too; `npm run test:bundlers` makes projects of them. */
const isOfProject = ({ file, code }: DocumentedSnippet) =>
  file.startsWith('docs/guides/') && /^\/\/ \S+\.\w+\n/.test(code);
const isRun = (snippet: DocumentedSnippet) => isTest(snippet) || isOfProject(snippet);

describe('the snippets of the documents', () => {
  const snippets = documentedSnippets().filter((snippet) => !isRun(snippet));

  it('in TypeScript compile against the packages and against this client', async () => {
    const inTypeScript = snippets.filter(({ language }) => typeScript.has(language));
    expect(inTypeScript.length).toBeGreaterThan(5);
    expect(await compile(inTypeScript)).toEqual([]);
  }, 120_000);

  it('are told with document and line where they do not compile', async () => {
    const wrong = { file: 'README.md', line: 7, language: 'ts', saysNotRun: false };
    const code =
      "import { createIotClient } from 'cognito-iot-client';\nawait createIotClient({ outputs }).connect();\n";
    expect(await compile([{ ...wrong, code }])).toEqual([
      expect.stringMatching(/^README\.md:8: error TS2741: Property 'credentials' is missing/),
    ]);
  }, 120_000);

  it('in a language that nothing here runs say right above that they were not run', () => {
    const others = snippets.filter(({ language }) => !typeScript.has(language) && !checkedElsewhere.has(language));
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ saysNotRun }) => !saysNotRun).map(({ file, line }) => `${file}:${line}`)).toEqual([]);
  });
});

/** What the compiler says, with the places in the documents. */
async function compile(snippets: readonly DocumentedSnippet[]): Promise<string[]> {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  // Within the repository, so that packages are found as from its own files.
  const folder = mkdtempSync(join(repository, '.cache/snippets-'));
  try {
    for (const [index, { code, language }] of snippets.entries()) {
      // As from the root; `export {}` for those that import nothing.
      writeFileSync(
        join(folder, `snippet-${index}.${language === 'tsx' ? 'tsx' : 'ts'}`),
        `${code.replaceAll("from './", "from '../../")}\nexport {};\n`,
      );
    }
    // Copied, since what it imports must be found from here as from there.
    copyFileSync(join(repository, 'test/support/snippet-prelude.d.ts'), join(folder, 'prelude.d.ts'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration()));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const compiler = join(repository, 'node_modules/typescript-native/bin/tsc');
    const said = await promisify(execFile)(process.execPath, [compiler, '--project', folder, '--pretty', 'false'], {
      cwd: folder,
    }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    return said
      .split('\n')
      .filter(Boolean)
      .map((line) => placed(line, snippets));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function configuration() {
  return {
    extends: '../../tsconfig.json',
    compilerOptions: {
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      types: ['node'],
      noUnusedLocals: false,
      jsx: 'react-jsx',
      paths: {
        'cognito-iot-access': ['../../lib/index.ts'],
        'cognito-iot-access/directory': ['../../directory/index.ts'],
        'cognito-iot-access/grants': ['../../grants/index.ts'],
        'cognito-iot-client': ['../../client/index.ts'],
        'cognito-iot-client/react': ['../../client/react/react.ts'],
        'cognito-iot-client/testing': ['../../client/testing/testing.ts'],
        'cognito-iot-sandbox': ['../../sandbox/index.ts'],
        'cognito-iot-sandbox/testing': ['../../sandbox/testing/testing.ts'],
      },
    },
    include: ['*.ts', '*.tsx', '../../sandbox/**/*.d.ts'],
    exclude: [],
  };
}

function placed(line: string, snippets: readonly DocumentedSnippet[]): string {
  return line.replace(/^snippet-(\d+)\.tsx?\((\d+),\d+\)/, (whole, index: string, row: string) => {
    const snippet = snippets[Number(index)];
    return snippet ? `${snippet.file}:${snippet.line + Number(row) - 1}` : whole;
  });
}
