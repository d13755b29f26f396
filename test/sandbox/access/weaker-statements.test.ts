import { accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { allow, type Edit, inIotPolicy, inUserRole, iot, nothing, trust } from './template-edits.js';

const reportOf = (edit: Edit) => accessReport(synthesizedAssembly(edit));

describe('a baseline notices of statements', () => {
  it.each<{ title: string; before?: Edit; edit: Edit }>([
    {
      title: 'aud that is only like the pool',
      edit: trust((statement) => {
        const { StringEquals, ...rest } = statement.Condition;
        statement.Condition = { ...rest, StringLike: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:*' } };
      }),
    },
    {
      title: 'aud that only has to fit where it is',
      edit: trust((statement) => {
        const { StringEquals, ...rest } = statement.Condition;
        statement.Condition = { ...rest, StringEqualsIfExists: StringEquals };
      }),
    },
    {
      title: 'amr of all values',
      edit: trust((statement) => {
        const { 'ForAnyValue:StringLike': amr, ...rest } = statement.Condition;
        statement.Condition = { ...rest, 'ForAllValues:StringLike': amr };
      }),
    },
    {
      title: 'sts:TagSession',
      edit: trust((statement) => {
        statement.Action = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'];
      }),
    },
    {
      title: 'a Deny that excepts more',
      before: inUserRole(allow('iot:Publish', iot('topic/b')), {
        Effect: 'Deny',
        Action: 'iot:Publish',
        NotResource: iot('topic/a'),
      }),
      edit: inUserRole(allow('iot:Publish', iot('topic/b')), {
        Effect: 'Deny',
        Action: 'iot:Publish',
        NotResource: [iot('topic/a'), iot('topic/b')],
      }),
    },
    {
      title: 'a Deny of fewer actions',
      before: inUserRole({ Effect: 'Deny', NotAction: 'iot:Connect', Resource: '*' }),
      edit: inUserRole({ Effect: 'Deny', NotAction: ['iot:Connect', 'iot:Publish'], Resource: '*' }),
    },
    {
      title: 'a wildcard in the middle',
      before: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/a/x')),
      edit: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/*/x')),
    },
    {
      title: 'a ? for a character',
      before: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/a')),
      edit: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/?')),
    },
    {
      title: 'a variable with another default',
      before: inUserRole(allow('s3:GetObject', "arn:aws:s3:::b/${aws:PrincipalTag/t, 'none'}")),
      edit: inUserRole(allow('s3:GetObject', "arn:aws:s3:::b/${aws:PrincipalTag/t, 'all'}")),
    },
    {
      title: 'another principal tag',
      before: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/${aws:PrincipalTag/t}')),
      edit: inUserRole(allow('s3:GetObject', 'arn:aws:s3:::b/${aws:PrincipalTag/u}')),
    },
    {
      title: 'a condition on several values that became on one of them',
      before: inUserRole({
        ...allow('iot:Connect'),
        Condition: { 'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] } },
      }),
      edit: inUserRole({
        ...allow('iot:Connect'),
        Condition: { 'ForAnyValue:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] } },
      }),
    },
    {
      title: 'a negated condition on fewer values',
      before: inUserRole({ ...allow('s3:GetObject'), Condition: { StringNotEquals: { 'aws:SourceVpc': ['a', 'b'] } } }),
      edit: inUserRole({ ...allow('s3:GetObject'), Condition: { StringNotEquals: { 'aws:SourceVpc': ['a'] } } }),
    },
    { title: 'Receive of more than Subscribe', edit: inIotPolicy(allow('iot:Receive', iot('topic/all/*'))) },
    {
      title: 'a client ID with a wildcard before',
      edit: inIotPolicy(allow('iot:Connect', iot('client/*${!cognito-identity.amazonaws.com:sub}'))),
    },
    { title: 'all actions but one of a service, by ?', edit: inUserRole(allow('iot:P?blish', iot('topic/x'))) },
  ])('$title', ({ before = nothing, edit }) => {
    const { wider } = compareAccess(reportOf(before), reportOf(edit));
    expect(wider).not.toEqual([]);
  });
});

describe('a baseline says nothing of statements with', () => {
  it.each<{ title: string; before: Edit; edit: Edit }>([
    {
      title: 'a condition in another order',
      before: inUserRole({ ...allow('s3:GetObject'), Condition: { StringEquals: { 'aws:SourceVpc': ['a', 'b'] } } }),
      edit: inUserRole({ ...allow('s3:GetObject'), Condition: { StringEquals: { 'aws:sourcevpc': ['b', 'a'] } } }),
    },
    {
      title: 'a condition more',
      before: inUserRole(allow('s3:GetObject')),
      edit: inUserRole({ ...allow('s3:GetObject'), Condition: { StringEquals: { 'aws:SourceVpc': 'a' } } }),
    },
  ])('$title', ({ before, edit }) => {
    expect(compareAccess(reportOf(before), reportOf(edit)).wider).toEqual([]);
  });
});
