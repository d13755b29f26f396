import { refuseSameNames } from '../../../sandbox/template/same-names.js';
import { stackOf } from './stacks.js';

const role = (RoleName?: string) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName } });

it('a name that two resources have is refused, with both', () => {
  expect(() => refuseSameNames(stackOf({ A: role('App'), B: role('App') }))).toThrow(
    'AWS does not take the name App of AWS::IAM::Role B of stack Stack. Allowed: a name that A of stack Stack does not have',
  );
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x/n.json' } };
  const both = stackOf({ A: role('App'), Inner: nested }, {}, {}, new Map([['n', { Resources: { A: role('App') } }]]));
  expect(() => refuseSameNames(both)).toThrow('the name App of AWS::IAM::Role A of stack Stack/Inner');
});

it('names of other types, other names and generated ones stand beside each other', () => {
  const policy = { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'App' } };
  expect(() =>
    refuseSameNames(stackOf({ A: role('App'), B: role('Other'), C: role(), D: role(), P: policy })),
  ).not.toThrow();
});
