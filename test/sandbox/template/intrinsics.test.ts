import { resolved, stackOf } from './stacks.js';

const role = 'arn:aws:iam::111122223333:role/App';

describe('an intrinsic function', () => {
  it.each([
    { value: 'plain', result: 'plain' },
    { value: { Ref: 'Role' }, result: 'App' },
    { value: { Ref: 'AWS::Region' }, result: 'eu-west-1' },
    { value: { Ref: 'AWS::AccountId' }, result: '111122223333' },
    { value: { Ref: 'AWS::Partition' }, result: 'aws' },
    { value: { Ref: 'AWS::URLSuffix' }, result: 'amazonaws.com' },
    { value: { Ref: 'AWS::StackName' }, result: 'Stack' },
    { value: { 'Fn::GetAtt': ['Role', 'Arn'] }, result: role },
    { value: { 'Fn::GetAtt': 'Role.Arn' }, result: role },
    { value: { 'Fn::Join': ['-', ['a', { Ref: 'Role' }, { Ref: 'AWS::NoValue' }]] }, result: 'a-App' },
    { value: { 'Fn::Sub': '${AWS::Region}/${Role}/${Role.Arn}/${!Role}' }, result: `eu-west-1/App/${role}/\${Role}` },
    { value: { 'Fn::Sub': ['${Name}-${Role}', { Name: { Ref: 'AWS::Partition' } }] }, result: 'aws-App' },
    { value: { 'Fn::Select': ['1', ['a', 'b']] }, result: 'b' },
    { value: { 'Fn::Select': [2, { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] }, result: '1' },
    { value: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, result: 'eu-west-1a' },
    { value: { 'Fn::Select': [1, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] }, result: 'eu-west-1b' },
    { value: { 'Fn::Base64': 'AWS CloudFormation' }, result: 'QVdTIENsb3VkRm9ybWF0aW9u' },
    { value: { 'Fn::ToJsonString': { a: { Ref: 'Role' }, b: { Ref: 'AWS::NoValue' } } }, result: '{"a":"App"}' },
    { value: { 'Fn::Length': [1, 2, 3] }, result: '3' },
    { value: { 'Fn::Length': { 'Fn::Split': ['|', 'a|b'] } }, result: '2' },
  ])('$value gives $result', ({ value, result }) => {
    expect(resolved(value)).toBe(result);
  });

  it.each([
    { value: { 'Fn::ImportValue': 'x' }, words: 'the export x' },
    {
      value: { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'O' } },
      words: 'the output O of stack A, which stack Stack reads and no stack here has',
    },
    { value: { 'Fn::FindInMap': ['a', 'b', 'c'] }, words: 'Fn::FindInMap of a, b, c, which Mappings does not have' },
    { value: { 'Fn::If': ['Is', 'a', 'b'] }, words: 'the condition Is, which Conditions does not have' },
    { value: { 'Fn::Equals': ['a', 'b'] }, words: 'the intrinsic function Fn::Equals' },
    { value: { 'Fn::Transform': { Name: 'x' } }, words: 'the intrinsic function Fn::Transform' },
    { value: { 'Fn::Sub': '${AWS::NotificationARNs}' }, words: '${AWS::NotificationARNs} in Fn::Sub' },
    { value: { 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }, words: 'Fn::Cidr of 10.0.0.0/24 into 2 blocks of 8 bits' },
    { value: { 'Fn::Cidr': ['10.0.0/24', 1, 4] }, words: 'Fn::Cidr of 10.0.0/24' },
    { value: { Condition: 'Is' }, words: 'the intrinsic function Condition' },
    { value: { Ref: 'Nobody' }, words: 'a reference to Nobody' },
    { value: { Ref: 'constructor' }, words: 'a reference to constructor' },
    { value: { 'Fn::GetAtt': ['Role', 'Color'] }, words: 'attribute Color of AWS::IAM::Role Role' },
    { value: { 'Fn::GetAtt': ['Role', 'constructor'] }, words: 'attribute constructor' },
    { value: { 'Fn::Sub': '${Role', Ref: 'Role' }, words: 'Fn::Sub beside other keys' },
    { value: { 'Fn::Join': ['-', 'text'] }, words: 'Fn::Join of ["-","text"]' },
    { value: { 'Fn::Select': [7, ['a']] }, words: 'Fn::Select of [7,["a"]]' },
    { value: { 'Fn::Split': ['-'] }, words: 'Fn::Split of ["-"]' },
  ])('$value is refused by name', ({ value, words }) => {
    expect(() => resolved(value)).toThrow(
      expect.objectContaining({ code: 'SandboxUnsupported', message: expect.stringContaining(words) }),
    );
  });

  it('leaves the Condition of a policy statement alone, whose keys are no functions', () => {
    const Condition = { StringEquals: { 'aws:SourceIp': { Ref: 'AWS::Region' } } };
    const [policy] = stackOf({ P: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: { Condition } } } }).ofType(
      'AWS::IoT::Policy',
    );
    const document = { Condition: { StringEquals: { 'aws:SourceIp': 'eu-west-1' } } };
    expect(policy?.properties().PolicyDocument).toEqual(document);
  });
});
