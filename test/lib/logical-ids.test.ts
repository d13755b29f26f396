import { App, Stack } from 'aws-cdk-lib';
import { IotAccess } from '../../lib/index.js';
import { createStack, type SynthesizedTemplate, synthesizedTemplate } from './synthesized-template.js';

const slowSynthesis = 60_000;

const pool = { userPoolId: 'eu-west-1_EXAMPLE', userPoolClientId: 'exampleclient' };
const secret = 'sign-in/google';
const variants: Record<string, object> = {
  'default settings': {},
  'patterns of an own access': {
    access: {
      publish: ['users/{identity}/*', 'things/{thing}/*'],
      shadows: ['{thing}'],
      retain: ['users/{identity}/*'],
    },
  },
  guests: { guests: {} },
  groups: {
    groups: [
      { name: 'operators', access: { publish: ['machines/*'] } },
      { name: 'readers', precedence: 2 },
    ],
  },
  'hosted sign-in and providers': {
    signIn: { domainPrefix: 'my-app' },
    identityProviders: {
      google: { clientId: 'app', clientSecret: secret },
      facebook: { clientId: 'app', clientSecret: secret },
      loginWithAmazon: { clientId: 'app', clientSecret: secret },
      signInWithApple: { clientId: 'app', teamId: 'team', keyId: 'key', privateKey: secret },
      oidc: [{ name: 'corp', issuerUrl: 'https://id.example.com', clientId: 'app', clientSecret: secret }],
      saml: [{ name: 'office', metadataUrl: 'https://saml.example.com/metadata' }],
    },
  },
  'providers of the identity pool, and tags': {
    openIdConnectProviders: [
      { url: 'https://id.example.com', clientIds: ['app'] },
      { arn: 'arn:aws:iam::111122223333:oidc-provider/other.example.com' },
    ],
    developerProvider: 'login.my.app',
    principalTags: { tenant: 'custom:tenant' },
    clientSideAttach: true,
  },
  'an existing user pool': { existing: { userPoolId: pool.userPoolId } },
  'existing pools': {
    existing: {
      ...pool,
      identityPoolId: 'eu-west-1:2208d797-0000-4000-8000-000000000000',
      authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
      unauthenticatedRoleArn: 'arn:aws:iam::111122223333:role/Guests',
    },
    guests: {},
  },
  'a web ACL': { webAclRateLimit: 1000 },
  'an access log': { apiAccessLog: true, apiGatewayCloudWatchRole: true },
  'a directory': { directory: true },
  devices: { directory: true, devices: { publish: ['devices/{device}/commands/*'] } },
  'a stack to be thrown away': { removalPolicy: 'destroy', groups: [{ name: 'operators' }] },
};

/** CloudFormation replaces a resource whose logical ID changes, with all that is in it: users, identities, policies.
 * After a change that is meant to add resources, `npx jest test/lib/logical-ids -u` writes them down. */
describe('logical IDs stay what they are', () => {
  it.each(Object.entries(variants))(
    'with %s',
    (_, settings) => {
      expect(identifiers(synthesizedTemplate(createStack(settings)))).toMatchSnapshot();
    },
    slowSynthesis,
  );

  it(
    "in a stack of somebody's own",
    () => {
      const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
      const stack = new Stack(app, 'Own');
      new IotAccess(stack, 'IotAccess', { groups: [{ name: 'operators' }], guests: {} });
      const template: SynthesizedTemplate = app.synth().getStackArtifact(stack.artifactId).template;
      expect(identifiers(template)).toMatchSnapshot();
    },
    slowSynthesis,
  );
});

function identifiers({ Resources, Outputs = {} }: SynthesizedTemplate) {
  return {
    resources: Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type])),
    outputs: Object.keys(Outputs).sort(),
  };
}
