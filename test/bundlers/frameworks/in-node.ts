import type { Framework } from '../framework.js';
import type { FrameworkProject } from '../framework-project.js';
import { checkTypes } from '../types-of-project.js';

const HEARD = /users\/\S+: Hello/;

function inNode(name: string, file: string, session: string): Framework {
  return {
    name,
    guide: 'node.md',
    files: [file],
    installs: [],
    besides: ['@types/node@20.19.43', 'react@19.3.1', '@types/react@19.3.0'],
    outputs: 'outputs.json',
    session,
    typed: 'strict, libraries too',
    checkTypes: (project) =>
      checkTypes(project, [file], ['--module', 'nodenext', '--allowJs', '--checkJs', '--types', 'node']),
    received: 'Node; every entry of the package loads',
    async receive(project: FrameworkProject) {
      const program = project.start(file, []);
      await program.said(HEARD);
      // Closed, it ends by itself.
      expect(await program.end()).toBe(0);
      await loadsEveryEntry(project, file.endsWith('.cjs') ? 'cjs' : 'mjs');
    },
  };
}

/** `cognito-iot-client/react` and the others, whatever the package says that it has. */
async function loadsEveryEntry(project: FrameworkProject, kind: 'mjs' | 'cjs'): Promise<void> {
  const load = kind === 'cjs' ? 'require(entry)' : 'await import(entry)';
  const require =
    kind === 'cjs'
      ? ''
      : "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n";
  const program = `${require}(async () => {
  const entries = Object.keys(require('cognito-iot-client/package.json').exports).filter((key) => !key.endsWith('.json'));
  const sizes = {};
  for (const key of entries) {
    const entry = 'cognito-iot-client' + key.slice(1);
    sizes[key] = Object.keys(${load}).length;
  }
  console.log(JSON.stringify(sizes));
})();`;
  project.write({ [`entries.${kind}`]: program });
  const sizes: Record<string, number> = JSON.parse(await project.run(`entries.${kind}`, []));
  expect(Object.keys(sizes)).toEqual(expect.arrayContaining(['.', './react', './testing']));
  expect(Object.values(sizes).every((exported) => exported > 0)).toBe(true);
}

export const inNodeItself: readonly Framework[] = [
  inNode('Node, ES module', 'hello.mjs', 'session.mjs'),
  inNode('Node, CommonJS', 'hello.cjs', 'session.cjs'),
];

export const testRunners: readonly Framework[] = [
  {
    name: 'Jest',
    guide: 'test-runners.md',
    files: ['jest.test.js'],
    installs: ['jest@30.5.2'],
    besides: ['@types/jest@30.0.0'],
    outputs: 'outputs.json',
    session: 'session.cjs',
    typed: 'strict, libraries too',
    checkTypes: (project) =>
      checkTypes(project, ['jest.test.js'], ['--module', 'nodenext', '--allowJs', '--checkJs', '--types', 'jest']),
    received: 'Jest',
    receive: (project) => heardInTest(project, 'node_modules/jest/bin/jest.js', ['--ci', 'jest.test.js']),
  },
  {
    name: 'Vitest',
    guide: 'test-runners.md',
    files: ['vitest.test.mjs'],
    installs: ['vitest@4.1.7'],
    outputs: 'outputs.json',
    session: 'session.mjs',
    typed: 'strict, libraries too',
    checkTypes: (project) =>
      checkTypes(
        project,
        ['vitest.test.mjs'],
        ['--module', 'esnext', '--moduleResolution', 'bundler', '--allowJs', '--checkJs'],
      ),
    received: 'Vitest',
    receive: (project) => heardInTest(project, 'node_modules/vitest/vitest.mjs', ['run', 'vitest.test.mjs']),
  },
];

/** The test itself says whether the message came. */
async function heardInTest(project: FrameworkProject, runner: string, args: readonly string[]): Promise<void> {
  const said = await project.run(runner, args);
  expect(said).toMatch(/1 passed/);
}
