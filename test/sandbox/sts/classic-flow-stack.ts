import type { EditableTemplate } from '../../support/synthesized-assembly.js';

export const trust = (condition: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  ],
});
const poolIs = (pool: unknown) => ({ 'cognito-identity.amazonaws.com:aud': pool });

/** A pool with guests that allows the classic flow, and roles of the app's own beside those of the pool. */
export function withClassicFlow(template: EditableTemplate): void {
  const [poolName, pool] =
    Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::Cognito::IdentityPool') ?? [];
  if (pool === undefined) throw new Error('no identity pool');
  pool.Properties.AllowClassicFlow = true;
  pool.Properties.AllowUnauthenticatedIdentities = true;
  const Ref = { Ref: poolName };
  const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
  const Policies = [
    {
      PolicyName: 'Endpoints',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [statement('iot:DescribeEndpoint'), statement('iot:ListThings')],
      },
    },
  ];
  const role = (name: string, condition: object, more: object = {}) => {
    const Properties = { RoleName: name, AssumeRolePolicyDocument: trust(condition), Policies, ...more };
    template.Resources[name] = { Type: 'AWS::IAM::Role', Properties };
  };
  const amr = (is: string) => ({ 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': is } });
  role('Users', { StringEquals: poolIs(Ref), ...amr('authenticated') }, { MaxSessionDuration: 7200 });
  role('Guests', { StringEquals: poolIs(Ref), ...amr('unauthenticated') });
  role('OtherPool', { StringEquals: poolIs('us-east-1:11111111-2222-3333-4444-555555555555') });
  role('OneUser', { StringEquals: { ...poolIs(Ref), 'cognito-identity.amazonaws.com:sub': 'us-east-1:somebody' } });
  role(
    'Functions',
    {},
    {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  );
}
