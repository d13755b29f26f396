import { resource, synthesizedTemplate } from './synthesized-template.js';

const amr = 'cognito-identity.amazonaws.com:amr';
const groups = [{ name: 'operators' }];

const trust = (settings: object, role: string) =>
  resource(synthesizedTemplate(settings), 'AWS::IAM::Role', role).Properties.AssumeRolePolicyDocument;

describe('the roles of groups', () => {
  it('are for users of the user pool only', () => {
    const { Statement, ...document } = trust({ groups }, 'AuthenticatedRole');
    const [{ Condition, ...statement }] = Statement;
    const { StringEquals } = Condition;
    expect(Condition).toEqual({ StringEquals, 'ForAnyValue:StringLike': { [amr]: 'authenticated' } });
    const userPool = { 'Fn::GetAtt': [expect.stringMatching(/^AccessSignInUserPool\w+$/), 'ProviderName'] };
    expect(trust({ groups }, 'GroupoperatorsRole')).toEqual({
      ...document,
      Statement: [{ ...statement, Condition: { StringEquals, 'ForAnyValue:StringLike': { [amr]: userPool } } }],
    });
  }, 60_000);

  it("are for nobody by a developer's token", () => {
    const { Statement } = trust({ groups, developerProvider: 'login.my.app' }, 'GroupoperatorsRole');
    expect(Statement[0].Condition).toMatchObject({ 'ForAllValues:StringNotEquals': { [amr]: 'login.my.app' } });
  }, 60_000);
});
