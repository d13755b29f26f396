import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnIdentityPool, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { type IRole, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ExistingSignIn, IotAccess, type IotAccessProps } from '../../../lib/index.js';
import type { SynthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

/** As Amplify makes them: in a nested stack beside the one that uses them. */
function backend(props: (auth: AuthOfAmplify) => IotAccessProps) {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  const root = new Stack(app, 'Root');
  const auth = authOfAmplify(new NestedStack(root, 'Auth'));
  const access = new IotAccess(new NestedStack(root, 'Iot'), 'IotAccess', props(auth));
  return { app, root, auth, access };
}

function authOfAmplify(scope: Construct) {
  const userPool = new UserPool(scope, 'Users');
  const userPoolClient: UserPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
  const cfnIdentityPool = new CfnIdentityPool(scope, 'Identities', {
    allowUnauthenticatedIdentities: true,
    cognitoIdentityProviders: [
      { clientId: userPoolClient.userPoolClientId, providerName: userPool.userPoolProviderName },
    ],
  });
  const role = (id: string) =>
    new Role(scope, id, { assumedBy: new WebIdentityPrincipal('cognito-identity.amazonaws.com'), path: '/app/' });
  return {
    userPool,
    userPoolClient,
    identityPoolId: cfnIdentityPool.ref,
    authenticatedUserIamRole: role('UserRole') as IRole,
    unauthenticatedUserIamRole: role('GuestRole') as IRole,
    groups: { ADMINS: { role: role('AdminRole') as IRole } },
    cfnResources: { cfnIdentityPool },
  };
}

type AuthOfAmplify = ReturnType<typeof authOfAmplify>;

/** The templates of the nested stacks, and what the root hands to each. */
function synthesized({ app, root }: ReturnType<typeof backend>) {
  const assembly = app.synth();
  const nested = (id: string) => {
    const stack = root.node.findChild(id) as NestedStack;
    return JSON.parse(readFileSync(join(assembly.directory, stack.templateFile), 'utf8')) as SynthesizedTemplate;
  };
  const { Resources } = assembly.getStackArtifact(root.artifactId).template as SynthesizedTemplate;
  const handed = (id: string) => {
    const [found] = Object.entries(Resources).filter(([logicalId]) => logicalId.startsWith(`${id}NestedStack`));
    return JSON.stringify(found?.[1].Properties.Parameters ?? {});
  };
  return { auth: nested('Auth'), iot: nested('Iot'), handed };
}

describe('the sign-in of an Amplify backend', () => {
  it(
    'is used with its groups and guests by policies of our stack, so that neither stack waits for the other',
    () => {
      const made = synthesized(
        backend((auth) => ({
          existing: ExistingSignIn.fromAmplifyAuth(auth),
          guests: {},
          groups: [{ name: 'ADMINS', access: { subscribe: ['all/*'] } }],
        })),
      );
      const policies = Object.values(made.iot.Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy');
      const ofTheirs = policies.flatMap(({ Properties }) => Properties.Roles.map(({ Ref = '' }) => Ref));
      // By name, which a path is no part of.
      expect(ofTheirs).toEqual(
        expect.arrayContaining(
          ['UserRole', 'GuestRole', 'AdminRole'].map((role) =>
            expect.stringMatching(new RegExp(`^referencetoRootAuth.*Outputs.*${role}\\w+Ref$`)),
          ),
        ),
      );
      const ofAuth = Object.values(made.auth.Resources).map(({ Type }) => Type);
      expect(ofAuth).not.toContain('AWS::IAM::Policy');
      expect(made.handed('Auth')).not.toContain('IotNestedStack');
      expect(made.handed('Iot')).toContain('AuthNestedStack');
      expect(JSON.stringify(made.iot.Resources)).not.toContain('AWS::Cognito');
    },
    slowSynthesis,
  );

  it('is refused with a group that it does not have', () => {
    const wrong = () =>
      backend((auth) => ({ existing: ExistingSignIn.fromAmplifyAuth(auth), groups: [{ name: 'EDITORS' }] }));
    expect(wrong).toThrow(/groups\[0\]\.name: given "EDITORS", whose role is not known; allowed: ADMINS;/);
  });

  it.each([
    { title: 'the resource', pool: (auth: AuthOfAmplify) => auth.cfnResources.cfnIdentityPool },
    { title: "AWS's construct", pool: ({ identityPoolId }: AuthOfAmplify) => ({ identityPoolId, node: undefined }) },
  ])('has the identity pool as $title', ({ pool }) => {
    const { access, auth } = backend((given) => ({
      existing: ExistingSignIn.fromConstructs({
        userPool: given.userPool,
        userPoolClient: given.userPoolClient,
        identityPool: pool(given),
        authenticatedRole: given.authenticatedUserIamRole,
      }),
    }));
    expect(access.signIn.identityPoolId).toBe(auth.identityPoolId);
  });
});
