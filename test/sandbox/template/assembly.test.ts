import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readAssembly } from '../../../sandbox/template/assembly.js';
import { stacksOf } from '../../../sandbox/template/boot-environment.js';

const folder = mkdtempSync(join(tmpdir(), 'assembly-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files of JSON into a folder of their own, which it gives. */
function written(name: string, files: Record<string, unknown>): string {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  }
  return join(folder, name);
}

const stack = (more: object = {}, properties: object = {}) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/unknown-region',
  properties: { templateFile: 't.json', ...properties },
  ...more,
});
const namesOf = (from: string, stackNames?: string | string[]) =>
  stacksOf(readAssembly(from, stackNames)).map(({ stackName }) => stackName);

describe('a cloud assembly', () => {
  it('that is not there asks for a synthesis', () => {
    expect(() => readAssembly(join(folder, 'nowhere'))).toThrow(/manifest\.json cannot be read .*"npm run synth"/);
  });

  it('without a stack says so', () => {
    expect(() => readAssembly(written('empty', { 'manifest.json': {} }))).toThrow('empty has no stack.');
  });

  const two = () =>
    written('two', {
      'manifest.json': {
        artifacts: {
          One: stack({ environment: 'aws://123456789012/eu-central-1' }),
          Two: stack({ dependencies: ['Three.assets', 'Three'] }),
          Three: stack({ displayName: 'Base/Three' }, { stackName: 'Base-Three' }),
        },
      },
      't.json': { Resources: {} },
    });

  it('gives all of its stacks, and where each is to be', () => {
    expect(namesOf(two())).toEqual(['One', 'Two', 'Base-Three']);
    const [one, other] = stacksOf(readAssembly(two()));
    expect(one?.environment).toEqual({ account: '123456789012', region: 'eu-central-1' });
    expect(other?.environment).toEqual({});
  });

  it.each([
    { asked: 'One', names: ['One'] },
    { asked: 'Two', names: ['Two', 'Base-Three'] },
    { asked: 'Three', names: ['Base-Three'] },
    { asked: 'Base/Three', names: ['Base-Three'] },
    { asked: 'Base/*', names: ['Base-Three'] },
    { asked: ['Three', 'One'], names: ['One', 'Base-Three'] },
  ])('gives $asked with what it depends on', ({ asked, names }) => {
    expect(namesOf(two(), asked)).toEqual(names);
  });

  it.each(['Four', 'O.e', 'Tw'])('knows no stack %s, and says which there are', (asked) => {
    expect(() => readAssembly(two(), asked)).toThrow(
      `has the stacks One, Two, Base-Three, and no ${asked}; name one of them with --stack.`,
    );
  });

  it('goes by the stack with the identity pool', () => {
    const from = written('pools', {
      'manifest.json': { artifacts: { Web: stack(), Auth: stack({}, { templateFile: 'auth.json' }) } },
      't.json': { Resources: {} },
      'auth.json': { Resources: { Pool: { Type: 'AWS::Cognito::IdentityPool' } } },
    });
    expect(namesOf(from)).toEqual(['Auth', 'Web']);
  });

  it('takes a stack along whose export or output another one reads by its name', () => {
    const from = written('exports', {
      'manifest.json': {
        artifacts: {
          Unread: stack(),
          Exporting: stack({}, { templateFile: 'exporting.json' }),
          Telling: stack({}, { stackName: 'told' }),
          Reading: stack({}, { templateFile: 'reading.json' }),
        },
      },
      't.json': { Resources: {} },
      'exporting.json': { Resources: {}, Outputs: { O: { Value: 1, Export: { Name: 'shared' } } } },
      'reading.json': {
        Resources: {},
        Outputs: {
          A: { Value: { 'Fn::ImportValue': 'shared' } },
          B: { Value: { 'Fn::GetStackOutput': { StackName: 'told', OutputName: 'O' } } },
        },
      },
    });
    expect(namesOf(from, 'Reading')).toEqual(['Exporting', 'told', 'Reading']);
  });

  it('has the stacks of its stages, and their assets', () => {
    const from = written('stages', {
      'manifest.json': {
        artifacts: {
          'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        },
      },
      'assembly-Prod/manifest.json': {
        artifacts: {
          ProdApp: stack({ displayName: 'Prod/App' }, { stackName: 'Prod-App' }),
          'ProdApp.assets': { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
        },
      },
      'assembly-Prod/assets.json': {
        files: {
          code: { source: { path: '../asset.code' } },
          nested: { source: { path: 'Auth.nested.template.json' } },
        },
      },
      'assembly-Prod/t.json': { Resources: {} },
      'assembly-Prod/Auth.nested.template.json': { Resources: {}, Description: 'nested' },
    });
    const assembly = readAssembly(from, 'Prod/App');
    expect(assembly.stackName).toBe('Prod-App');
    expect(assembly.assetFolders.get('code')).toBe(join(from, 'asset.code'));
    expect(assembly.nestedTemplates?.get('nested')).toMatchObject({ Description: 'nested' });
  });
});
