import type { ComparedTemplate } from '../../changes/change.js';
import { compareStack, type DeployedStack } from '../../cli/changes/compare-stack.js';
import type { StackAssembly } from '../../sandbox/index.js';

const hash = 'a'.repeat(64);
const nestedStack = (url: string) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: { 'Fn::Sub': url } },
});
const pool = { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } };

function deployed(templates: Record<string, ComparedTemplate>): DeployedStack {
  return {
    template: async (name) => templates[name],
    nestedStack: async (parent, logicalId) => `${parent}-${logicalId}`,
  };
}
const assembly = (Resources: StackAssembly['template']['Resources'], nested: object = {}): StackAssembly => ({
  stackName: 'App',
  template: { Resources },
  assetFolders: new Map(),
  metadata: [],
  nestedTemplates: new Map([[hash, { Resources: nested } as StackAssembly['template']]]),
});
const former = deployed({
  App: { Resources: { Auth: nestedStack(`https://bucket/${'b'.repeat(64)}.json`) } },
  'App-Auth': { Resources: { Pool: pool } },
});

describe('stacks that are nested in another', () => {
  it('are compared, too, and named by the way to them', async () => {
    const other = { ...pool, Properties: { UsernameAttributes: ['phone_number'] } };
    const next = assembly({ Auth: nestedStack(`https://bucket/${hash}.json`) }, { Pool: other });
    const { changes } = await compareStack(next, former);
    expect(changes.map(({ logicalId, problems }) => [logicalId, problems.map(({ code }) => code)])).toEqual([
      ['Auth', []],
      ['Auth/Pool', ['SignInNamesChanged']],
    ]);
  });

  it('take with them what is in them, where they are taken out', async () => {
    const { changes } = await compareStack(assembly({}), former);
    expect(changes.at(-1)).toMatchObject({
      logicalId: 'Auth/Pool',
      effect: 'deleted',
      problems: [{ code: 'UserPoolLost' }],
    });
  });

  it('are refused where their template is elsewhere', async () => {
    const next = assembly({ Auth: nestedStack('https://elsewhere/template.json') });
    await expect(compareStack(next, former)).rejects.toThrow(
      /the template of the nested stack Auth is no asset of this/,
    );
  });
});
