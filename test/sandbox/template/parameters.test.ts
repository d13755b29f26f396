import type { TemplateParameter } from '../../../sandbox/template/assembly.js';
import type { TemplateInputs } from '../../../sandbox/template/stack-resources.js';
import { resolved, stackOf } from './stacks.js';

/** What `Ref` of a parameter gives. */
const read = (parameter: TemplateParameter, value?: string, inputs: TemplateInputs = {}) =>
  resolved(
    { 'Fn::ToJsonString': { Ref: 'P' } },
    { Parameters: { P: parameter } },
    value === undefined ? inputs : { parameters: { P: value }, ...inputs },
  );

describe('a parameter', () => {
  it.each<[TemplateParameter, string | undefined, unknown]>([
    [{ Type: 'String', Default: 'a' }, undefined, 'a'],
    [{ Type: 'String', Default: 'a' }, 'b', 'b'],
    [{ Type: 'String', Default: '' }, undefined, ''],
    [{ Type: 'Number', Default: 3 }, undefined, '3'],
    [{ Type: 'Number', MinValue: 1, MaxValue: '5' }, '2.5', '2.5'],
    [{ Type: 'CommaDelimitedList', Default: 'a, b,c' }, undefined, ['a', 'b', 'c']],
    [{ Type: 'List<Number>' }, '80,20', ['80', '20']],
    [{ Type: 'AWS::EC2::KeyPair::KeyName' }, 'mine', 'mine'],
    [{ Type: 'List<AWS::EC2::Subnet::Id>' }, 'subnet-1,subnet-2', ['subnet-1', 'subnet-2']],
    [{ Type: 'AWS::SSM::Parameter::Name' }, '/app/x', '/app/x'],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'b', 'b'],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'], AllowedPattern: '[a-z]' }, 'a,b', ['a', 'b']],
    [{ Type: 'String', AllowedPattern: '[\\w\\-]+\\@x' }, 'a-b@x', 'a-b@x'],
    [{ Type: 'String', MinLength: 2, MaxLength: 3 }, 'abc', 'abc'],
  ])('%j given %j is %j', (parameter, value, result) => {
    expect(JSON.parse(read(parameter, value))).toEqual(result);
  });

  const refused = (what: string, allowed: string) => `AWS does not take ${what}. Allowed: ${allowed}`;
  it.each<[TemplateParameter, string, string]>([
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', refused('"c" of parameter P of stack Stack', 'a, b')],
    [{ Type: 'String', AllowedPattern: 'a+' }, 'aab', refused('"aab" of parameter P of stack Stack', 'a+')],
    [{ Type: 'String', AllowedPattern: '(' }, '(', refused('"(" of parameter P of stack Stack', '(')],
    [{ Type: 'CommaDelimitedList', AllowedPattern: 'a' }, 'a,b', refused('"a,b" of parameter P of stack Stack', 'a')],
    [{ Type: 'String', MinLength: 2 }, 'a', refused('"a" of parameter P of stack Stack', '2 characters or more')],
    [{ Type: 'String', MaxLength: '1' }, 'ab', refused('"ab" of parameter P of stack Stack', '1 characters or less')],
    [{ Type: 'Number' }, 'many', refused('"many" of parameter P of stack Stack', 'a number')],
    [{ Type: 'Number', MaxValue: 5 }, '6', refused('"6" of parameter P of stack Stack', '5 or less')],
    [{ Type: 'List<Number>', MinValue: 5 }, '6,4', refused('"6,4" of parameter P of stack Stack', '5 or more')],
    [
      { Type: 'String', MinLength: 9, NoEcho: true },
      'geheim',
      refused('the value of parameter P of stack Stack', '9 characters'),
    ],
    [
      { Type: 'String', AllowedPattern: 'a+', ConstraintDescription: 'only the letter a' },
      'b',
      refused('"b" of parameter P of stack Stack', 'a+: only the letter a'),
    ],
  ])('%j does not take %j', (parameter, value, words) => {
    const boot = () => stackOf({}, { Parameters: { P: parameter } }, { parameters: { P: value } });
    expect(boot).toThrow(expect.objectContaining({ message: expect.stringContaining(words) }));
    if (parameter.NoEcho === true) expect(boot).not.toThrow(value);
  });

  it('that has no value is asked for, with all others', () => {
    const Parameters = { A: { Type: 'String' }, B: { Type: 'String', Default: '' }, C: { Type: 'Number' } };
    expect(() => stackOf({}, { Parameters })).toThrow(
      'stack Stack without its parameters [A, C]. Allowed: values for them: ' +
        '--parameter Stack:A=<value> --parameter Stack:C=<value>',
    );
  });

  it('can be meant for one stack', () => {
    const parameter = { Type: 'String', Default: 'default' };
    const given = (parameters: Record<string, string>) => read(parameter, undefined, { parameters });
    expect(given({ 'Stack:P': 'mine', P: 'of all' })).toBe('"mine"');
    expect(() => given({ 'Other:P': 'x' })).toThrow(
      'No stack that is booted has the parameter Other:P. There are: Stack:P.',
    );
    expect(() => given({ Q: 'x' })).toThrow('There are: Stack:P');
  });

  it('that is not to be echoed is not shown', () => {
    const Parameters = { Pin: { Type: 'String', NoEcho: 'true' }, Stage: { Type: 'String', Default: 'test' } };
    expect(stackOf({}, { Parameters }, { parameters: { Pin: 'geheim' } }).stacks[0]?.parameters.shown()).toEqual([
      { name: 'Pin', value: '****' },
      { name: 'Stage', value: 'test' },
    ]);
  });
});

describe("a parameter in Systems Manager's Parameter Store", () => {
  const ofType = (type: string, Default: string) => ({ Type: `AWS::SSM::Parameter::Value<${type}>`, Default });

  it('has the value that was given by its name', () => {
    const ssm = { '/app/x': '1', '/app/list': 'a,b' };
    expect(read(ofType('String', '/app/x'), undefined, { ssm })).toBe('"1"');
    expect(read(ofType('List<String>', '/app/list'), undefined, { ssm })).toBe('["a","b"]');
    expect(read(ofType('CommaDelimitedList', '/app/list'), undefined, { ssm })).toBe('["a","b"]');
  });

  it('that is not known is refused where it is read, with the option that gives it', () => {
    expect(() => read(ofType('String', '/app/x'))).toThrow(
      "/app/x of Systems Manager's Parameter Store, which parameter P of stack Stack reads " +
        '(give its value: --ssm /app/x=<value>)',
    );
    expect(() => stackOf({}, { Parameters: { P: ofType('String', '/app/x') } })).not.toThrow();
  });

  it("is the version of the CDK's bootstrap stack, and its rule holds", () => {
    const old = { 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] };
    const sections = {
      Parameters: { BootstrapVersion: ofType('String', '/cdk-bootstrap/hnb659fds/version') },
      Rules: { CheckBootstrapVersion: { Assertions: [{ Assert: { 'Fn::Not': [old] } }] } },
    };
    expect(() => stackOf({}, sections)).not.toThrow();
    const ssm = { '/cdk-bootstrap/hnb659fds/version': '5' };
    expect(() => stackOf({}, sections, { ssm })).toThrow('what rule CheckBootstrapVersion asserts');
  });
});
