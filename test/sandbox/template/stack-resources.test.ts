import { readRoles } from '../../../sandbox/iam/role-resources.js';
import { readFunction } from '../../../sandbox/lambda/function-resources.js';
import type { TemplateResource } from '../../../sandbox/template/assembly.js';
import { stackOf } from './stacks.js';

const role = (Properties = {}) => ({ Type: 'AWS::IAM::Role', Properties });
const ref = (name: string) => ({ Ref: name });

describe('the resources of a stack', () => {
  it('have the same IDs at every start, and others in another stack', () => {
    const idOf = () =>
      stackOf({ Pool: { Type: 'AWS::Cognito::UserPool' } }).ofType('AWS::Cognito::UserPool')[0]?.physicalId;
    expect(idOf()).toBe(idOf());
    expect(idOf()).toMatch(/^eu-west-1_\w{9}$/);
  });

  it('that are not emulated are listed', () => {
    const { notEmulated } = stackOf({ Queue: { Type: 'AWS::SQS::Queue' }, Meta: { Type: 'AWS::CDK::Metadata' } });
    expect(notEmulated).toEqual([{ stack: 'Stack', logicalId: 'Queue', type: 'AWS::SQS::Queue' }]);
  });

  it('may depend on a condition where they have no effect, as the CDK writes its metadata', () => {
    const metadata = { Type: 'AWS::CDK::Metadata', Properties: {}, Condition: 'CDKMetadataAvailable' };
    const conditions = { CDKMetadataAvailable: { 'Fn::Or': [{ 'Fn::Equals': [ref('AWS::Region'), 'eu-west-1'] }] } };
    expect(() => stackOf({ CDKMetadata: metadata }, { Conditions: conditions })).not.toThrow();
  });

  it('that do nothing here are listed, too, where roles may name them', () => {
    const stack = stackOf({
      Waiter: { Type: 'AWS::StepFunctions::StateMachine' },
      Role: role({ RoleName: ref('Waiter') }),
    });
    expect(stack.notEmulated).toEqual([
      { stack: 'Stack', logicalId: 'Waiter', type: 'AWS::StepFunctions::StateMachine' },
    ]);
    expect(readRoles(stack)[0]?.roleName).toMatch(/^arn:aws:states:[\w-]+:\d{12}:stateMachine:[\w-]*Waiter/);
  });

  it('that their condition leaves out are refused by name when something refers to them', () => {
    const stack = stackOf(
      { Queue: { Type: 'AWS::SQS::Queue', Condition: 'No' }, Role: role({ RoleName: ref('Queue') }) },
      { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect(() => readRoles(stack)).toThrow('a reference to Queue in stack Stack, whose condition No does not hold');
  });

  it.each([
    {
      title: 'a condition on a resource that Conditions does not have',
      resources: { Role: { ...role(), Condition: 'Is' } },
      words: 'the condition Is, which Conditions does not have',
    },
    {
      title: 'a loop',
      resources: { 'Fn::ForEach::Roles': ['Name', ['A', 'B'], { '${Name}': role() }] },
      sections: { Transform: 'AWS::LanguageExtensions' },
      words: 'Fn::ForEach::Roles among the resources',
    },
    {
      title: 'a transform',
      sections: { Transform: 'AWS::Serverless-2016-10-31' },
      words: 'the transform "AWS::Serverless',
    },
    {
      title: 'a policy of the organization, which could deny',
      resources: { P: { Type: 'AWS::Organizations::Policy' } },
      words: 'AWS::Organizations::Policy P',
    },
  ])('with $title are refused by name', ({ resources = {}, sections = {}, words }) => {
    expect(() => stackOf(resources as Record<string, TemplateResource>, sections)).toThrow(words);
  });

  it.each([
    { title: 'two', resources: { A: role({ RoleName: ref('B') }), B: role({ RoleName: ref('A') }) }, circle: 'A, B' },
    { title: 'one and itself', resources: { A: role({ Path: { 'Fn::GetAtt': ['A', 'Arn'] } }) }, circle: 'A' },
    {
      title: 'two by Fn::Sub and DependsOn',
      resources: { A: role({ Path: { 'Fn::Sub': '${B.Arn}' } }), B: { ...role(), DependsOn: ['A'] } },
      circle: 'A, B',
    },
    {
      title: 'an API resource that is its own parent',
      resources: { R: { Type: 'AWS::ApiGateway::Resource', Properties: { ParentId: ref('R') } } },
      circle: 'R',
    },
  ])('that refer to each other in a circle are named: $title', ({ resources, circle }) => {
    // The union of the cases, which is wider than any template.
    expect(() => stackOf(resources as unknown as Record<string, TemplateResource>)).toThrow(
      `Circular dependency between resources: [${circle}]`,
    );
  });

  it('may mention a literal ${Name} without depending on it', () => {
    expect(() => stackOf({ A: role({ Path: { 'Fn::Sub': '${!A}${x}' } }) })).not.toThrow();
  });
});

describe('what would change who gets in is refused by name', () => {
  it('two inline policies of the same name, of which one would take the place of the other', () => {
    const Properties = { PolicyName: 'Own', RoleName: { Ref: 'R' }, PolicyDocument: {} };
    const Policies = [{ PolicyName: 'Own', PolicyDocument: {} }];
    const resources = { R: role({ Policies }), P: { Type: 'AWS::IAM::RolePolicy', Properties } };
    expect(() => readRoles(stackOf(resources))).toThrow('two inline policies Own of role R');
  });

  it.each([
    {
      title: 'a runtime that is not Node.js',
      properties: { Runtime: 'python3.13' },
      words: 'runtime python3.13 of function F',
    },
    {
      title: 'code that is no asset',
      properties: { Runtime: 'nodejs24.x', Code: { S3Bucket: 'mine', S3Key: 'code.zip' } },
      words: 'function F, whose code is not an asset',
    },
  ])('$title', ({ properties, words }) => {
    const stack = stackOf({
      F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'F', Code: {}, ...properties } },
    });
    const assembly = { stackName: 'Stack', template: { Resources: {} }, assetFolders: new Map(), metadata: [] };
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:F';
    expect(() => readFunction(stack, assembly, arn)).toThrow(words);
    expect(() => readFunction(stack, assembly, `${arn}2`)).toThrow('which is not in the template');
  });
});
