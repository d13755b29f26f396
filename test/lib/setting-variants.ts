const pool = { userPoolId: 'eu-west-1_EXAMPLE', userPoolClientId: 'exampleclient' };
const secret = 'sign-in/google';
/** Settings that, taken together, make every resource that the stack can have. */
export const settingVariants: Readonly<Record<string, object>> = {
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
  'everything that watches': {
    alarms: { email: 'operators@example.com' },
    dashboard: true,
    metrics: true,
    tracing: true,
  },
  'a directory': { directory: true },
  'a scheduled sweep': {
    directory: true,
    sweepSchedule: 'rate(1 day)',
    devices: { publish: ['devices/{device}/commands/*'] },
  },
  devices: { directory: true, devices: { publish: ['devices/{device}/commands/*'] } },
  'a stack to be thrown away': { removalPolicy: 'destroy', groups: [{ name: 'operators' }] },
};
