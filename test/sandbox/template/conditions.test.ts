import { resolved, stackOf } from './stacks.js';

const equals = (one: unknown, other: unknown) => ({ 'Fn::Equals': [one, other] });
const yes = equals('a', 'a');
const no = equals('a', 'b');
const ref = (name: string) => ({ Ref: name });

/** What `Fn::If` chooses by this condition. */
const chosen = (condition: unknown, sections = {}, parameters = {}) =>
  resolved(
    { 'Fn::If': ['It', 'yes', 'no'] },
    { Conditions: { It: condition, Yes: yes, No: no }, ...sections },
    { parameters },
  );

describe('a condition', () => {
  it.each([
    { condition: yes, result: 'yes' },
    { condition: no, result: 'no' },
    { condition: equals('a', 'A'), result: 'no' },
    { condition: equals(true, 'true'), result: 'yes' },
    { condition: equals(1, '1'), result: 'yes' },
    { condition: equals(ref('AWS::Region'), 'eu-west-1'), result: 'yes' },
    { condition: equals({ 'Fn::Join': ['', ['a', ref('AWS::Partition')]] }, 'aaws'), result: 'yes' },
    { condition: { 'Fn::Not': [no] }, result: 'yes' },
    { condition: { 'Fn::And': [yes, yes] }, result: 'yes' },
    { condition: { 'Fn::And': [yes, no] }, result: 'no' },
    { condition: { 'Fn::Or': [no, yes] }, result: 'yes' },
    { condition: { 'Fn::Or': [no, no] }, result: 'no' },
    { condition: { Condition: 'Yes' }, result: 'yes' },
    { condition: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, result: 'yes' },
    { condition: equals({ 'Fn::If': ['Yes', 'x', 'y'] }, 'x'), result: 'yes' },
  ])('$condition gives $result', ({ condition, result }) => {
    expect(chosen(condition)).toBe(result);
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
  it.each([
    { stage: 'prod', kind: 'large', result: 'yes' },
    { stage: 'prod', kind: 'small', result: 'no' },
    { stage: 'test', kind: 'large', result: 'no' },
  ])('follows its parameters: $stage, $kind', ({ stage, kind, result }) => {
    const Parameters = { Stage: { Type: 'String', Default: 'test' }, Kind: { Type: 'String' } };
    const condition = { 'Fn::And': [equals(ref('Stage'), 'prod'), equals(ref('Kind'), 'large')] };
    expect(chosen(condition, { Parameters }, { Stage: stage, Kind: kind })).toBe(result);
  });

  it.each([
    { condition: { 'Fn::And': [yes] }, words: 'the condition {"Fn::And":' },
    { condition: { 'Fn::Or': Array(11).fill(yes) }, words: 'the condition {"Fn::Or":' },
    { condition: { 'Fn::Not': [yes, no] }, words: 'the condition {"Fn::Not":' },
    { condition: { 'Fn::Equals': ['a'] }, words: 'the condition {"Fn::Equals":["a"]}' },
    { condition: 'Yes', words: 'the condition "Yes"' },
    { condition: { 'Fn::Contains': [['a'], 'a'] }, words: 'the condition {"Fn::Contains":' },
    { condition: { Condition: 'It' }, words: 'the condition It, which rests on itself' },
    { condition: { Condition: 'Maybe' }, words: 'the condition Maybe, which Conditions does not have' },
    { condition: equals(ref('Role'), 'App'), words: 'a reference to Role in stack Stack' },
    { condition: equals({ 'Fn::GetAtt': ['Role', 'Arn'] }, ''), words: 'an attribute of Role in a condition' },
    { condition: equals({ 'Fn::ImportValue': 'x' }, ''), words: 'the export x in a condition' },
  ])('$condition is refused by name', ({ condition, words }) => {
    expect(() => chosen(condition)).toThrow(words);
  });
});

describe('what a condition decides', () => {
  const role = (Properties = {}) => ({ Type: 'AWS::IAM::Role', Properties });
  const Conditions = { Yes: yes, No: no };

  it('is there, or is not: resources, outputs and properties', () => {
    const Path = { 'Fn::If': ['No', '/x/', ref('AWS::NoValue')] };
    const stack = stackOf(
      { A: { ...role({ RoleName: 'A', Path }), Condition: 'Yes' }, B: { ...role(), Condition: 'No' } },
      { Conditions, Outputs: { One: { Value: 1, Condition: 'Yes' }, Two: { Value: 2, Condition: 'No' } } },
    );
    expect(stack.all.map(({ logicalId }) => logicalId)).toEqual(['A']);
    expect(stack.all[0]?.properties()).toEqual({ RoleName: 'A' });
    expect(stack.outputs()).toEqual({ One: '1' });
  });

  it('is looked at only where it is chosen', () => {
    const resources = { A: { ...role({ RoleName: 'A' }), Condition: 'Yes' }, B: { ...role(), Condition: 'No' } };
    const Value = { 'Fn::If': ['No', ref('B'), ref('A')] };
    expect(stackOf(resources, { Conditions, Outputs: { Value: { Value } } }).outputs()).toEqual({ Value: 'A' });
    const wrong = stackOf(resources, { Conditions, Outputs: { Value: { Value: ref('B') } } });
    expect(() => wrong.outputs()).toThrow('a reference to B in stack Stack, whose condition No does not hold');
  });

  it('may deny, and is refused only where it is there', () => {
    const policy = { Type: 'AWS::Organizations::Policy', Properties: {} };
    expect(() => stackOf({ P: { ...policy, Condition: 'No' } }, { Conditions })).not.toThrow();
    expect(() => stackOf({ P: { ...policy, Condition: 'Yes' } }, { Conditions })).toThrow(
      'AWS::Organizations::Policy P',
    );
  });

  it('closes a circle only in the case that is chosen', () => {
    const circle = (condition: string) => ({
      A: role({ Path: { 'Fn::If': [condition, ref('B'), '/'] } }),
      B: role({ Path: ref('A') }),
    });
    expect(() => stackOf(circle('No'), { Conditions })).not.toThrow();
    expect(() => stackOf(circle('Yes'), { Conditions })).toThrow('Circular dependency between resources: [A, B]');
  });
});

describe('a mapping', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
  const Mappings = {
    RegionMap: { 'eu-west-1': { HVM64: 'ami-047bb', HVMG2: 'ami-0a7c4' }, 'us-east-1': { HVM64: 'ami-0ff8a' } },
    Lists: { all: { zones: ['a', 'b'] } },
  };
  const find = (...argument: unknown[]) => resolved({ 'Fn::FindInMap': argument }, { Mappings });

  it('is read by keys, which may be worked out', () => {
    expect(find('RegionMap', ref('AWS::Region'), 'HVM64')).toBe('ami-047bb');
    expect(find('RegionMap', { 'Fn::Join': ['-', ['us', 'east', 1]] }, 'HVM64')).toBe('ami-0ff8a');
    expect(find('Lists', 'all', 'zones')).toBe('a,b');
  });

  it('has a default where one is given, and else has to have the key', () => {
    expect(find('RegionMap', 'mars', 'HVM64', { DefaultValue: ref('AWS::Region') })).toBe('eu-west-1');
    expect(() => find('RegionMap', 'us-east-1', 'HVMG2')).toThrow('RegionMap, us-east-1, HVMG2');
    expect(() => find('RegionMap', 'constructor', 'name')).toThrow('which Mappings does not have');
  });
});

describe('a rule of the template', () => {
  const rule = (Assert: unknown, RuleCondition?: unknown) => ({
    Parameters: { Size: { Type: 'String', Default: 'big' } },
    Rules: { R: { RuleCondition, Assertions: [{ Assert, AssertDescription: 'a size that fits' }] } },
  });
  const contains = { 'Fn::Contains': [['small', 'big'], ref('Size')] };

  it.each([
    { title: 'holds', Assert: contains, parameters: {} },
    { title: 'does not hold, but does not count', Assert: no, RuleCondition: no, parameters: {} },
    { title: 'holds for each member', Assert: { 'Fn::EachMemberIn': [[ref('Size')], ['big']] }, parameters: {} },
  ])('that $title lets the stack boot', ({ Assert, RuleCondition, parameters }) => {
    expect(() => stackOf({}, rule(Assert, RuleCondition), { parameters })).not.toThrow();
  });

  it('that does not hold stops it, with what it says', () => {
    const words = 'AWS does not take the parameters of stack Stack. Allowed: a size that fits';
    expect(() => stackOf({}, rule(contains), { parameters: { Size: 'huge' } })).toThrow(words);
    expect(() => stackOf({}, rule({ 'Fn::EachMemberEquals': [['big', 'x'], 'big'] }))).toThrow(words);
    expect(() => stackOf({}, rule({ 'Fn::RefAll': 'x' }))).toThrow('the condition {"Fn::RefAll":"x"}');
  });
});
