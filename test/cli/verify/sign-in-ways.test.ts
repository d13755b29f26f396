import type { ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import { signInWays } from '../../../cli/verify/sign-in-ways.js';

const client = (flows?: readonly string[]) => ({
  ClientId: 'c',
  ...(flows && { ExplicitAuthFlows: flows as ExplicitAuthFlowsType[] }),
});
const flowOf = (flows?: readonly string[]) => signInWays({}, client(flows)).flow;

describe('how users of an app client sign in', () => {
  it.each([
    { title: 'by SRP where nothing is said', flows: undefined, flow: 'USER_SRP_AUTH' },
    {
      title: 'by SRP where it is allowed among others',
      flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
      flow: 'USER_SRP_AUTH',
    },
    {
      title: 'by the password rather than by an administrator',
      flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      flow: 'USER_PASSWORD_AUTH',
    },
    { title: 'by an administrator', flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'], flow: 'ADMIN_USER_PASSWORD_AUTH' },
    {
      title: 'by SRP with an old name, which takes it from nobody',
      flows: ['ADMIN_NO_SRP_AUTH'],
      flow: 'USER_SRP_AUTH',
    },
  ])('is $title', ({ flows, flow }) => {
    expect(flowOf(flows)).toBe(flow);
  });

  it.each([[['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']], [['CUSTOM_AUTH_FLOW_ONLY']], [['ALLOW_USER_AUTH']]])(
    'is by no password with %j, which is said with what to allow',
    (flows) => {
      expect(() => flowOf(flows)).toThrow(`(ExplicitAuthFlows: ${flows.join(', ')})`);
      expect(() => flowOf(flows)).toThrow('allow ALLOW_USER_SRP_AUTH');
    },
  );

  it('takes the secret of the client, and knows where an address is no user name', () => {
    expect(signInWays({ AliasAttributes: ['email'] }, { ...client(), ClientSecret: 's' })).toEqual({
      flow: 'USER_SRP_AUTH',
      clientSecret: 's',
      namedByEmail: false,
    });
    expect(signInWays({ UsernameAttributes: ['email'] }, client())).toMatchObject({ namedByEmail: true });
  });
});
