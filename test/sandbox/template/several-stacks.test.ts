import { resourceTypesOf } from '../../../sandbox/ground.js';
import { services } from '../../../sandbox/services.js';
import type { StackAssembly, Template } from '../../../sandbox/template/assembly.js';
import { bootPlace } from '../../../sandbox/template/boot-environment.js';
import { readStackResources, type TemplateInputs } from '../../../sandbox/template/stack-resources.js';

const stack = (stackName: string, template: Partial<Template>, more: Partial<StackAssembly> = {}): StackAssembly => ({
  stackName,
  template: { Resources: {}, ...template },
  assetFolders: new Map(),
  metadata: [],
  ...more,
});
const together = ([first, ...others]: StackAssembly[]): StackAssembly => {
  if (first === undefined) throw new Error('no stack');
  return { ...first, others };
};
const read = (stacks: StackAssembly[], inputs: TemplateInputs = {}, region?: string) => {
  const assembly = together(stacks);
  return readStackResources(assembly, bootPlace(assembly, region), resourceTypesOf(services), undefined, inputs);
};
const ref = (name: string) => ({ Ref: name });
const imported = (name: unknown) => ({ 'Fn::ImportValue': name });
const outputs = (values: Record<string, unknown>) => ({
  Outputs: Object.fromEntries(Object.entries(values).map(([name, Value]) => [name, { Value }])),
});
const exporting = (name: unknown, Value: unknown) => ({ Outputs: { Out: { Value, Export: { Name: name } } } });
const pool = { Resources: { Users: { Type: 'AWS::Cognito::UserPool' } } };

describe('several stacks', () => {
  it('are one union, in which the same logical ID is another resource in each', () => {
    const both = read([stack('A', pool), stack('B', pool)]);
    const [one, other] = both.ofType('AWS::Cognito::UserPool');
    expect(one?.physicalId).not.toBe(other?.physicalId);
    expect(both.all.map(({ environment, logicalId }) => [environment.stackName, logicalId])).toEqual([
      ['A', 'Users'],
      ['B', 'Users'],
    ]);
  });

  it('have the outputs of all, and tell which stack each is of where two have one of the same name', () => {
    const both = read([stack('A', outputs({ One: 1, Same: 'a' })), stack('B', outputs({ Two: 2, Same: 'b' }))]);
    expect(both.outputs()).toEqual({ One: '1', Two: '2', 'A.Same': 'a', 'B.Same': 'b' });
  });

  it('import what others export, whichever comes first', () => {
    const both = read([
      stack('App', outputs({ Pool: imported({ 'Fn::Sub': '${AWS::Region}-pool' }) })),
      stack('Auth', { ...pool, ...exporting({ 'Fn::Join': ['-', [ref('AWS::Region'), 'pool']] }, ref('Users')) }),
    ]);
    expect(both.outputs().Pool).toBe(both.ofType('AWS::Cognito::UserPool')[0]?.physicalId);
  });

  it('read the outputs of others without an export', () => {
    const source = (OutputName: string) => ({ 'Fn::GetStackOutput': { StackName: 'Auth', OutputName } });
    const auth = stack('Auth', { ...pool, ...outputs({ Pool: ref('Users') }) });
    const both = read([stack('App', outputs({ It: source('Pool') })), auth]);
    expect(both.outputs().It).toBe(both.outputs().Pool);
    const wrong = read([stack('App', outputs({ It: source('Color') })), auth]);
    expect(() => wrong.outputs()).toThrow('the output Color, which stack Auth does not have');
  });

  it('import from stacks that were deployed before', () => {
    const existing = [stack('Old', exporting('old', 'value'))];
    expect(read([stack('App', outputs({ It: imported('old') }))], { existing }).outputs()).toEqual({ It: 'value' });
  });

  it.each([
    {
      title: 'an export that no stack has',
      stacks: [stack('A', outputs({ It: imported('x') })), stack('B', exporting('y', 1))],
      words: 'the export x, which stack A reads and no stack here has (there are: y; boot the stack',
    },
    {
      title: 'an export of a stack that its condition leaves out',
      stacks: [
        stack('A', outputs({ It: imported('x') })),
        stack('B', {
          Conditions: { No: { 'Fn::Equals': [1, 2] } },
          Outputs: { Out: { Value: 1, Condition: 'No', Export: { Name: 'x' } } },
        }),
      ],
      words: 'the export x, which stack A reads',
    },
    {
      title: 'an export of two stacks',
      stacks: [
        stack('A', outputs({ It: imported('x') })),
        stack('B', exporting('x', 1)),
        stack('C', exporting('x', 2)),
      ],
      words: 'AWS does not take the export x of stack C. Allowed: a name that B does not export',
    },
    {
      title: 'an export of its own',
      stacks: [stack('A', { Outputs: { Out: { Value: 1, Export: { Name: 'x' } }, It: { Value: imported('x') } } })],
      words: 'the export x, which stack A has and reads itself',
    },
    {
      title: 'a circle',
      stacks: [
        stack('A', { Outputs: { Out: { Value: imported('b'), Export: { Name: 'a' } } } }),
        stack('B', { Outputs: { Out: { Value: imported('a'), Export: { Name: 'b' } } } }),
      ],
      words: 'Circular dependency between stacks: [',
    },
    {
      title: 'an output of a stack that is not there',
      stacks: [stack('A', outputs({ It: { 'Fn::GetStackOutput': { StackName: 'B', OutputName: 'O' } } }))],
      words: 'the output O of stack B, which stack A reads and no stack here has (there are: A;',
    },
  ])('with $title are refused by name', ({ stacks, words }) => {
    expect(() => read(stacks).outputs()).toThrow(words);
  });
});

describe('where the stacks are', () => {
  const at = (region?: string, account?: string) => ({
    environment: { ...(region === undefined ? {} : { region }), ...(account === undefined ? {} : { account }) },
  });
  const place = (stacks: StackAssembly[], region?: string) => bootPlace(together(stacks), region);
  const usual = { region: 'us-east-1', accountId: '111122223333' };

  it.each([
    { title: 'nobody says', stacks: [stack('A', {})], result: usual },
    {
      title: 'an option says',
      stacks: [stack('A', {})],
      asked: 'eu-west-1',
      result: { ...usual, region: 'eu-west-1' },
    },
    {
      title: 'the app says',
      stacks: [stack('A', {}), stack('B', {}, at('eu-central-1', '123456789012'))],
      result: { region: 'eu-central-1', accountId: '123456789012' },
    },
    {
      title: 'the pools are, where there are several',
      stacks: [stack('Cdn', {}, at('us-east-1')), stack('Auth', pool, at('eu-central-1'))],
      result: { ...usual, region: 'eu-central-1' },
    },
    {
      title: 'an option says of several',
      stacks: [stack('A', pool, at('us-east-1')), stack('B', pool, at('eu-west-1'))],
      asked: 'eu-west-1',
      result: { ...usual, region: 'eu-west-1' },
    },
  ])('is where $title', ({ stacks, asked, result }) => {
    expect(place(stacks, asked)).toEqual(result);
  });

  it('has to be decided', () => {
    const pools = [stack('A', pool, at('us-east-1')), stack('B', pool, at('eu-west-1'))];
    expect(() => place(pools)).toThrow(
      'The stacks are for several places (aws://111122223333/us-east-1, aws://111122223333/eu-west-1), ' +
        'and several of them have a user pool or an identity pool. A sandbox is one of these places: ' +
        'choose with --region or --stack.',
    );
    expect(() => place(pools, 'sa-east-1')).toThrow('No stack is for sa-east-1: the app deploys A in us-east-1, B in');
    expect(() => place([stack('A', {}, at('us-east-1')), stack('B', {}, at('eu-west-1'))])).toThrow('none of them has');
  });

  it('leaves out what is elsewhere, by name, and lets its outputs be read', () => {
    const source = { StackName: 'Cdn', OutputName: 'Arn', Region: 'us-east-1' };
    const role = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Cdn' } } } };
    const both = read([
      stack('Auth', { ...pool, ...outputs({ It: { 'Fn::GetStackOutput': source } }) }, at('eu-central-1')),
      stack('Cdn', { ...role, ...outputs({ Arn: { 'Fn::Sub': '${AWS::Region}/${Role}' } }) }, at('us-east-1')),
    ]);
    expect(both.all.map(({ logicalId }) => logicalId)).toEqual(['Users']);
    expect(both.outputs()).toEqual({ It: 'us-east-1/Cdn' });
    expect(both.notEmulated).toEqual([
      {
        stack: 'Cdn',
        logicalId: 'Cdn',
        type: 'AWS::CloudFormation::Stack',
        reason: 'it is for aws://111122223333/us-east-1, and this sandbox is not: boot it with --stack or --region',
      },
    ]);
  });

  it.each([
    { region: 'eu-central-1', words: 'aws amazonaws.com arn:aws:sqs:eu-central-1' },
    { region: 'cn-north-1', words: 'aws-cn amazonaws.com.cn arn:aws-cn:sqs:cn-north-1' },
    { region: 'us-gov-west-1', words: 'aws-us-gov amazonaws.com arn:aws-us-gov:sqs:us-gov-west-1' },
  ])('has the names of the partition of $region', ({ region, words }) => {
    const template = {
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } },
      ...outputs({ It: { 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix} ${Queue.Arn}' } }),
    };
    expect(read([stack('A', template, at(region))]).outputs().It).toBe(`${words}:111122223333:q`);
  });
});
