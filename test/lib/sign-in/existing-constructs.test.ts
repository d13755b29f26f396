import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import { ExistingSignIn, IotAccess, type IotAccessProps } from '../../../lib/index.js';
import { type AuthOfAmplify, authOfAmplify } from '../../support/auth-of-amplify.js';
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
    { title: 'an ID', pool: ({ identityPoolId }: AuthOfAmplify) => ({ identityPoolId }) },
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

describe('the identity pool of an Amplify backend', () => {
  const groups = [{ name: 'ADMINS' }];
  /** What is said of it at synthesis, where it is changed after it was given. */
  function said(props: IotAccessProps, change: (auth: AuthOfAmplify) => void = () => undefined): string[] {
    const made = backend((auth) => ({ existing: ExistingSignIn.fromAmplifyAuth(auth), groups, ...props }));
    change(made.auth);
    // What is refused is thrown by `synth`.
    made.app.synth();
    return made.app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:warning')
      .map(({ data }) => String(data));
  }
  const closed = ({ cfnResources: { cfnIdentityPool } }: AuthOfAmplify) => {
    cfnIdentityPool.allowUnauthenticatedIdentities = false;
    cfnIdentityPool.addPropertyOverride('CognitoIdentityProviders.0.ServerSideTokenCheck', true);
  };

  it(
    'is warned about where it lets guests in and does not ask about tokens, by IDs that can be acknowledged',
    () => {
      expect(said({})).toEqual([
        expect.stringMatching(/^existing: the identity pool Root\/Auth\/Identities lets guests in .*existingGuests\]$/),
        expect.stringMatching(/does not ask the user pool about tokens .*existingTokenCheck\]$/),
      ]);
    },
    slowSynthesis,
  );

  it(
    'is not warned about once the app has changed both, however late',
    () => {
      expect(said({}, closed)).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'is not warned about for guests who were asked for',
    () => {
      expect(said({ guests: {} }).join()).not.toContain('existingGuests');
    },
    slowSynthesis,
  );

  it(
    'is refused with groups where it allows the classic flow, by whatever way that was set',
    () => {
      const refused =
        /Root\/Iot\/IotAccess\/SignIn\] groups: cannot be used with the identity pool Root\/Auth\/Identities, which allows the classic flow/;
      const set = ({ cfnResources: { cfnIdentityPool } }: AuthOfAmplify) => {
        cfnIdentityPool.allowClassicFlow = true;
      };
      const override = ({ cfnResources: { cfnIdentityPool } }: AuthOfAmplify) =>
        cfnIdentityPool.addPropertyOverride('AllowClassicFlow', { 'Fn::If': ['C', true, false] });
      expect(() => said({}, set)).toThrow(refused);
      expect(() => said({}, override)).toThrow(refused);
      expect(() => said({ groups: [] }, set)).not.toThrow();
    },
    slowSynthesis,
  );

  it(
    "is looked at behind AWS's construct, too",
    () => {
      const { app } = backend((auth) => {
        const { root } = auth.userPool.node;
        const identityPool = new IdentityPool(root.node.findChild('Root'), 'Classic', { allowClassicFlow: true });
        const { userPool, userPoolClient, authenticatedUserIamRole: authenticatedRole } = auth;
        const groupRoles = { ADMINS: auth.groups.ADMINS.role };
        const all = { userPool, userPoolClient, identityPool, authenticatedRole, groupRoles };
        return { existing: ExistingSignIn.fromConstructs(all), groups };
      });
      expect(() => app.synth()).toThrow(/groups: cannot be used with the identity pool Root\/Classic\/Resource, which/);
    },
    slowSynthesis,
  );

  it(
    'is refused with guests where it lets none in',
    () => {
      expect(() => said({ guests: {} }, closed)).toThrow(
        /guests: the identity pool Root\/Auth\/Identities lets no guests in/,
      );
    },
    slowSynthesis,
  );

  it(
    'has a developer provider, so that the trust of its groups is spoken of',
    () => {
      const provider = ({ cfnResources: { cfnIdentityPool } }: AuthOfAmplify) => {
        cfnIdentityPool.developerProviderName = 'login.my.app';
      };
      expect(said({}, provider).join()).toContain('existingDeveloperProvider');
      expect(said({ groups: [] }, provider).join()).not.toContain('existingDeveloperProvider');
    },
    slowSynthesis,
  );

  it(
    'has a SAML provider, whose assertions may name the role of a group',
    () => {
      const provider = ({ cfnResources: { cfnIdentityPool } }: AuthOfAmplify) => {
        cfnIdentityPool.samlProviderArns = ['arn:aws:iam::111122223333:saml-provider/Company'];
      };
      expect(said({}, provider).join()).toContain('existingSamlProvider');
      expect(said({ groups: [] }, provider).join()).not.toContain('existingSamlProvider');
    },
    slowSynthesis,
  );

  it(
    'has a group of which nothing is said, and whose members are refused',
    () => {
      expect(said({ groups: [] }, closed)).toEqual([expect.stringMatching(/nothing is said of ADMINS.*idleGroups\]$/)]);
    },
    slowSynthesis,
  );

  it(
    'is not known where it is given by its ID, which groups are told',
    () => {
      const byId = (resources: AuthOfAmplify) => {
        const { cfnResources: _, ...referenced } = resources;
        return { existing: ExistingSignIn.fromAmplifyAuth(referenced), groups };
      };
      const { app, access } = backend(byId);
      app.synth();
      const warnings = access.signIn.node.metadata.map(({ data }) => String(data));
      expect(warnings).toEqual([expect.stringContaining('existingClassicFlow')]);
    },
    slowSynthesis,
  );
});

it('a role of another account is refused, which the CDK would grant nothing without a word', () => {
  const wrong = () => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    const existing = ExistingSignIn.fromIdentityPool({
      userPoolId: 'eu-west-1_EXAMPLE',
      userPoolClientId: 'client1',
      identityPoolId: 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9',
      authenticatedRoleArn: 'arn:aws:iam::444455556666:role/Users',
    });
    new IotAccess(new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'S', { env }), 'I', { existing });
  };
  expect(wrong).toThrow(/existing: given arn:aws:iam::444455556666:role\/Users, a role of another account/);
});
