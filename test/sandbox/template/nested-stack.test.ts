import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resourceTypesOf } from '../../../sandbox/ground.js';
import { services } from '../../../sandbox/services.js';
import type { Template } from '../../../sandbox/template/assembly.js';
import { readStackResources } from '../../../sandbox/template/stack-resources.js';

const folder = mkdtempSync(join(tmpdir(), 'nested-stack-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ref = (name: string) => ({ Ref: name });
const nested = (hash: string, Parameters = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: {
    TemplateURL: {
      'Fn::Sub': `https://s3.\${AWS::Region}.\${AWS::URLSuffix}/cdk-assets-\${AWS::AccountId}/${hash}.json`,
    },
    Parameters,
  },
});
const output = (name: string, of = 'Inner') => ({ 'Fn::GetAtt': [of, `Outputs.${name}`] });
const text = { Type: 'String' };
const pool: Partial<Template> = {
  Resources: { Users: { Type: 'AWS::Cognito::UserPool' } },
  Outputs: { Pool: { Value: ref('Users') } },
};

function read(
  template: Template,
  templates: Record<string, Partial<Template>>,
  files: ReadonlyMap<string, string> = new Map(),
) {
  const nestedTemplates = new Map(Object.entries(templates).map(([hash, own]) => [hash, { Resources: {}, ...own }]));
  return readStackResources(
    { stackName: 'App', template, nestedTemplates, assetFolders: files, metadata: [] },
    { region: 'eu-west-1', accountId: '111122223333' },
    resourceTypesOf(services),
  );
}

describe('a nested stack', () => {
  it('is part of the union, with a name and an ID of its own', () => {
    const both = read({ Resources: { Users: { Type: 'AWS::Cognito::UserPool' }, Inner: nested('a') } }, { a: pool });
    const [outer, inner] = both.ofType('AWS::Cognito::UserPool');
    expect(outer?.physicalId).not.toBe(inner?.physicalId);
    expect(inner?.environment.stackName).toMatch(/^App-Inner-[A-Z0-9]{12}$/);
    expect(both.stacks.map(({ path }) => path)).toEqual(['App', 'App/Inner']);
    const [stack] = both.ofType('AWS::CloudFormation::Stack');
    expect(stack?.physicalId).toBe(
      `arn:aws:cloudformation:eu-west-1:111122223333:stack/${inner?.environment.stackName}/sandbox`,
    );
    expect(both.notEmulated).toEqual([]);
  });

  it('takes parameters and gives outputs, among several and deep', () => {
    const both = read(
      {
        Parameters: { Stage: { ...text, Default: 'test' } },
        Resources: {
          Last: nested('last', { Pool: output('Pool', 'First'), Stage: ref('Stage'), List: ['a', ref('Stage')] }),
          First: nested('first'),
        },
        Outputs: { Told: { Value: output('Told', 'Last') } },
      },
      {
        first: { Resources: { Deep: nested('pool') }, Outputs: { Pool: { Value: output('Pool', 'Deep') } } },
        pool,
        last: {
          Parameters: {
            Pool: text,
            Stage: text,
            List: { Type: 'CommaDelimitedList' },
            Usual: { ...text, Default: 'd' },
          },
          Outputs: {
            Told: {
              Value: {
                'Fn::Join': ['|', [ref('Pool'), ref('Stage'), { 'Fn::Select': [1, ref('List')] }, ref('Usual')]],
              },
            },
          },
        },
      },
    );
    const [users] = both.ofType('AWS::Cognito::UserPool');
    expect(both.outputs()).toEqual({ Told: `${users?.physicalId}|test|test|d` });
    expect(both.stacks.map(({ path }) => path)).toEqual(['App', 'App/Last', 'App/First', 'App/First/Deep']);
  });

  it('whose condition does not hold is not there', () => {
    const inner = { ...nested('nowhere'), Condition: 'No' };
    const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } };
    expect(read({ Resources: { Inner: inner }, Conditions }, {}).stacks).toHaveLength(1);
  });

  it('may be a file of the assembly that the CDK did not call a nested template', () => {
    writeFileSync(join(folder, 'asset.json'), JSON.stringify({ Resources: {}, Outputs: { O: { Value: 'x' } } }));
    const template = { Resources: { Inner: nested('filed') }, Outputs: { It: { Value: output('O') } } };
    expect(read(template, {}, new Map([['filed', join(folder, 'asset.json')]])).outputs()).toEqual({ It: 'x' });
  });

  it.each([
    {
      title: 'whose template is no asset',
      inner: nested('nowhere'),
      words:
        'nested stack App/Inner, whose template https://s3.eu-west-1.amazonaws.com/cdk-assets-111122223333/nowhere.json is no asset',
    },
    {
      title: 'that is given a parameter it does not have',
      inner: nested('a', { Color: 'red' }),
      words: 'AWS does not take the parameter Color of nested stack App/Inner. Allowed: none',
    },
    {
      title: 'that is not given what it needs',
      inner: nested('needy'),
      words:
        'AWS does not take nested stack App/Inner without its parameters [P]. Allowed: values for them in its parent',
    },
  ])('$title is refused by name', ({ inner, words }) => {
    const boot = () => read({ Resources: { Inner: inner } }, { a: pool, needy: { Parameters: { P: text } } });
    expect(boot).toThrow(words);
  });

  it('that refers to another one in a circle is refused, as one whose output is not there', () => {
    const circle = { A: nested('a', { P: output('O', 'B') }), B: nested('a', { P: output('O', 'A') }) };
    const a = { Parameters: { P: text }, Outputs: { O: { Value: ref('P') } } };
    expect(() => read({ Resources: circle }, { a })).toThrow(
      /^Circular dependency between resources: \[A, B\] of stack \w+: the nested stacks A and B read each other/,
    );
    const wrong = read(
      { Resources: { Inner: nested('a') }, Outputs: { It: { Value: output('Nothing') } } },
      { a: pool },
    );
    expect(() => wrong.outputs()).toThrow('the output Nothing, which stack App/Inner does not have');
  });
});
