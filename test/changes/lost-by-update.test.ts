import type { ComparedResource, ComparedTemplate } from '../../changes/change.js';
import { templateChanges } from '../../changes/template-changes.js';

const single = (Type: string, Properties: object, others: Partial<ComparedResource> = {}): ComparedTemplate => ({
  Resources: { One: { Type, Properties: { ...Properties }, ...others } },
});

describe('what users lose though no resource of theirs is replaced or deleted', () => {
  it.each([
    [
      'an app less of an OpenID Connect provider',
      single('AWS::IAM::OIDCProvider', { Url: 'https://a', ClientIdList: ['web', 'phone'] }),
      single('AWS::IAM::OIDCProvider', { Url: 'https://a', ClientIdList: ['web', 'car'] }),
      ['loses: LoginLost of OIDCProvider'],
    ],
    [
      'no guests any more',
      single('AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: true }),
      single('AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: false }),
      ['loses: GuestsLost of IdentityPool'],
    ],
    [
      'the roles of an identity pool under another ID',
      { Resources: { A: { Type: 'AWS::Cognito::IdentityPoolRoleAttachment', Properties: { IdentityPoolId: 'p' } } } },
      { Resources: { B: { Type: 'AWS::Cognito::IdentityPoolRoleAttachment', Properties: { IdentityPoolId: 'p' } } } },
      ['loses: RolesLost of IdentityPoolRoleAttachment'],
    ],
    [
      'another identity pool that is not of the stack',
      single('AWS::Lambda::Function', { Environment: { Variables: { IDENTITY_POOL_ID: 'eu-west-1:a' } } }),
      single('AWS::Lambda::Function', { Environment: { Variables: { IDENTITY_POOL_ID: { Ref: 'New' } } } }),
      ['loses: IdentityPoolChanged of Function'],
    ],
    [
      'the pages of the hosted sign-in',
      single('AWS::Cognito::UserPoolDomain', { Domain: 'a', UserPoolId: 'p' }),
      { Resources: {} },
      ['loses: HostedSignInLost of UserPoolDomain'],
    ],
    [
      'users on a condition from now on',
      single('AWS::Cognito::UserPool', { UserPoolName: 'a' }),
      single('AWS::Cognito::UserPool', { UserPoolName: 'a' }, { Condition: 'IsTest' }),
      ['loses: UserPoolLost of UserPool'],
    ],
    [
      'users on a condition that says something else',
      {
        ...single('AWS::Cognito::UserPool', {}, { Condition: 'Is' }),
        Conditions: { Is: { 'Fn::Equals': ['a', 'a'] } },
      },
      {
        ...single('AWS::Cognito::UserPool', {}, { Condition: 'Is' }),
        Conditions: { Is: { 'Fn::Equals': ['a', 'b'] } },
      },
      ['loses: UserPoolLost of UserPool'],
    ],
  ])('%s', (_, deployed, next, expected) => {
    const found = templateChanges(deployed, next).flatMap(({ type, problems }) =>
      problems.map(({ kind, code }) => `${kind}: ${code} of ${type.split('::')[2]}`),
    );
    expect(found).toEqual(expected);
  });
});
