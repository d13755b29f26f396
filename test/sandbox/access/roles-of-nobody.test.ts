import { accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { allow, type Edit, nothing } from './template-edits.js';

const reportOf = (edit: Edit) => accessReport(synthesizedAssembly(edit));
const role =
  (Principal: object, ...Statement: object[]): Edit =>
  ({ Resources }) => {
    const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
    const Policies = [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement } }];
    Resources.Other = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
        Policies: Statement.length === 0 ? [] : Policies,
      },
    };
  };
const account = { AWS: 'arn:aws:iam::111122223333:root' };
const stranger = { AWS: 'arn:aws:iam::999988887777:root' };
const read = allow('s3:GetObject', 'arn:aws:s3:::bucket/*');

describe('a role that no user, group or function of the template has', () => {
  it.each<{ title: string; before: Edit; edit: Edit; kinds: string[] }>([
    {
      title: 'a right more',
      before: role(account, read),
      edit: role(account, read, allow('s3:*')),
      kinds: ['right-added'],
    },
    { title: 'a trust more', before: role(account, read), edit: role(stranger, read), kinds: ['trust-widened'] },
    { title: 'a new one', before: nothing, edit: role(account, read), kinds: ['right-added', 'trust-widened'] },
    {
      title: 'one of a service that somebody may take now',
      before: role({ Service: 'firehose.amazonaws.com' }, read),
      edit: role(account, read),
      kinds: ['right-added', 'trust-widened'],
    },
  ])('is compared: $title', ({ before, edit, kinds }) => {
    const { wider } = compareAccess(reportOf(before), reportOf(edit));
    expect(wider.map(({ kind, where }) => [kind, where])).toEqual(kinds.map((kind) => [kind, 'role <Other>']));
  });

  it.each<{ title: string; before: Edit; edit: Edit }>([
    { title: 'a right less', before: role(account, read, allow('s3:*')), edit: role(account, read) },
    { title: 'no right at all', before: nothing, edit: role(account) },
    { title: 'a service that takes it', before: nothing, edit: role({ Service: 'firehose.amazonaws.com' }, read) },
  ])('is nothing to be told of: $title', ({ before, edit }) => {
    expect(compareAccess(reportOf(before), reportOf(edit)).wider).toEqual([]);
  });
});
