import { watchingExamples } from './watching-examples.js';

/** A change of one setting, of which the page on updates says what it does. */
export interface SettingExample {
  /** What is set besides, before and after. */
  readonly with?: object;
  readonly from?: object;
  readonly to?: object;
  /** In a few words; left out where it is the setting that is set. */
  readonly change?: string;
  /** What the templates cannot show. */
  readonly note?: string;
}

const secret = 'sign-in/google';
const google = { clientId: 'app', clientSecret: secret };
const signIn = { domainPrefix: 'my-app' };
const oidc = (host: string) => ({ url: `https://${host}`, clientIds: ['app'] });
const loginsOf = (app: string) => ({ facebook: '123', google: `${app}.apps.googleusercontent.com` });
const saml = (name: string) => ({ arn: `arn:aws:iam::111122223333:saml-provider/${name}` });
const poolOf = (letter: string) => ({
  userPoolId: 'eu-west-1_EXAMPLE',
  userPoolClientId: 'app',
  identityPoolId: `eu-west-1:${letter.repeat(8)}-0000-4000-8000-000000000000`,
  authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
});
const operators = { name: 'operators', access: { publish: ['machines/*'] } };
const devices = { publish: ['devices/{device}/commands/*'] };

/** At least one example for each setting: `npm run docs` refuses a setting that has none. */
export const settingExamples: Readonly<Record<string, readonly SettingExample[]>> = {
  stackName: [
    {
      change: 'another name',
      note: 'Another stack: the former one stays as it is, with its users. To go on with them: [recovery.md](recovery.md).',
    },
  ],
  allowedOrigins: [{ to: { allowedOrigins: ['https://app.example.com'] } }],
  access: [{ to: { access: { publish: ['users/{identity}/*', 'rooms/*'] } } }],
  removalPolicy: [
    {
      change: 'to `destroy`',
      to: { removalPolicy: 'destroy' },
      note: 'From then on deleting the stack deletes users.',
    },
    { change: 'to `retain`', from: { removalPolicy: 'destroy' } },
  ],
  selfSignUp: [{ to: { selfSignUp: false } }],
  passwordPolicy: [{ to: { passwordPolicy: { minLength: 16 } }, note: 'Passwords that users have stay valid.' }],
  mfa: [
    { change: 'to `optional`', to: { mfa: 'optional' } },
    {
      change: 'to `required`',
      to: { mfa: 'required' },
      note: 'Users without an authenticator set one up at their next sign-in.',
    },
    { change: 'to `off`', from: { mfa: 'required' } },
  ],
  email: [
    { change: 'to SES', to: { email: { from: 'hello@example.com' } } },
    { change: 'to Cognito', from: { email: { from: 'hello@example.com' } }, note: 'Cognito sends 50 e-mails a day.' },
  ],
  tokenValidity: [{ to: { tokenValidity: { idToken: 15 } }, note: 'Tokens that users have stay as they are.' }],
  memorySize: [{ to: { memorySize: 1024 } }],
  timeout: [{ to: { timeout: 20 } }],
  logRetention: [{ to: { logRetention: 7 } }],
  rateLimit: [{ to: { rateLimit: 50 } }],
  burstLimit: [{ to: { burstLimit: 50 } }],
  webAclRateLimit: [
    { change: 'added', to: { webAclRateLimit: 1000 } },
    { change: 'another number', from: { webAclRateLimit: 1000 }, to: { webAclRateLimit: 500 } },
    { change: 'taken out', from: { webAclRateLimit: 1000 } },
  ],
  apiAccessLog: [
    { change: 'to `true`', to: { apiAccessLog: true } },
    { change: 'to `false`', from: { apiAccessLog: true } },
  ],
  apiGatewayCloudWatchRole: [
    { change: 'to `true`', with: { apiAccessLog: true }, to: { apiGatewayCloudWatchRole: true } },
    {
      change: 'to `false`',
      with: { apiAccessLog: true },
      from: { apiGatewayCloudWatchRole: true },
    },
  ],
  ...watchingExamples,
  signIn: [
    { change: 'added', to: { signIn } },
    { change: 'another `domainPrefix`', from: { signIn }, to: { signIn: { domainPrefix: 'other-app' } } },
    {
      change: 'other `callbackUrls`',
      from: { signIn },
      to: { signIn: { ...signIn, callbackUrls: ['https://app.example.com'] } },
    },
    {
      change: 'taken out',
      from: { signIn },
      note: 'The domain goes on serving its pages; delete it before it is added again.',
    },
  ],
  identityProviders: [
    { change: 'one more', with: { signIn }, to: { identityProviders: { google } } },
    {
      change: 'another client of it',
      with: { signIn },
      from: { identityProviders: { google } },
      to: { identityProviders: { google: { ...google, clientId: 'other' } } },
    },
    { change: 'one taken out', with: { signIn }, from: { identityProviders: { google } } },
  ],
  linkAccounts: [
    {
      with: { signIn, identityProviders: { google } },
      to: { linkAccounts: ['Google'] },
      note: 'Users who have come by it before stay users of their own.',
    },
    {
      change: 'removed',
      with: { signIn, identityProviders: { google } },
      from: { linkAccounts: ['Google'] },
      note: 'Who is linked stays so.',
    },
  ],
  openIdConnectProviders: [
    { change: 'one more', to: { openIdConnectProviders: [oidc('a.example.com')] } },
    {
      change: 'the first of two taken out',
      from: { openIdConnectProviders: [oidc('a.example.com'), oidc('b.example.com')] },
      to: { openIdConnectProviders: [oidc('b.example.com')] },
    },
    {
      change: 'one more of the `clientIds`',
      from: { openIdConnectProviders: [oidc('a.example.com')] },
      to: { openIdConnectProviders: [{ ...oidc('a.example.com'), clientIds: ['app', 'other'] }] },
    },
    {
      change: 'one of the `clientIds` taken out',
      from: { openIdConnectProviders: [{ ...oidc('a.example.com'), clientIds: ['app', 'other'] }] },
      to: { openIdConnectProviders: [oidc('a.example.com')] },
    },
  ],
  loginProviders: [
    { change: 'one more', from: { loginProviders: { facebook: '123' } }, to: { loginProviders: loginsOf('1') } },
    { change: 'another app', from: { loginProviders: loginsOf('1') }, to: { loginProviders: loginsOf('2') } },
    {
      change: 'one taken out',
      from: { loginProviders: { ...loginsOf('1') } },
      to: { loginProviders: { facebook: '123' } },
    },
  ],
  samlProviders: [
    { change: 'one more', to: { samlProviders: [saml('a')] } },
    {
      change: 'the first of two taken out',
      from: { samlProviders: [saml('a'), saml('b')] },
      to: { samlProviders: [saml('b')] },
    },
  ],
  developerProvider: [
    { change: 'added', to: { developerProvider: 'login.my.app' } },
    {
      change: 'another name',
      from: { developerProvider: 'login.my.app' },
      to: { developerProvider: 'login.other.app' },
    },
    { change: 'taken out', from: { developerProvider: 'login.my.app' } },
  ],
  guests: [
    { change: 'added', to: { guests: {} } },
    { change: 'taken out', from: { guests: {} } },
  ],
  groups: [
    { change: 'one more', to: { groups: [operators] } },
    { change: 'another access', from: { groups: [operators] }, to: { groups: [{ name: 'operators' }] } },
    { change: 'one taken out', from: { groups: [operators] } },
    { change: 'another name', from: { groups: [operators] }, to: { groups: [{ ...operators, name: 'staff' }] } },
  ],
  principalTags: [
    { change: 'added', to: { principalTags: { tenant: 'custom:tenant' } } },
    {
      change: 'a tag of another name for the same attribute',
      from: { principalTags: { tenant: 'custom:tenant' } },
      to: { principalTags: { company: 'custom:tenant' } },
      note: 'Credentials have the former tag until they are new, within the hour.',
    },
    {
      change: 'another attribute',
      from: { principalTags: { tenant: 'custom:tenant' } },
      to: { principalTags: { tenant: 'custom:company' } },
    },
    { change: 'taken out', from: { principalTags: { tenant: 'custom:tenant' } } },
    {
      change: 'taken out, the attribute kept by `customAttributes`',
      from: { principalTags: { tenant: 'custom:tenant' } },
      to: { customAttributes: ['custom:tenant'] },
      note: 'While the update runs nobody gets new credentials: the mapping goes after the right to tags.',
    },
  ],
  customAttributes: [
    { change: 'one more', to: { customAttributes: ['custom:tenant'] } },
    { change: 'one taken out', from: { customAttributes: ['custom:tenant'] } },
  ],
  directory: [
    { change: 'to `true`', to: { directory: true }, note: 'Users are recorded at their next attach.' },
    { change: 'to `false`', from: { directory: true } },
  ],
  sweepSchedule: [
    { change: 'added', with: { directory: true }, to: { sweepSchedule: 'rate(1 day)' } },
    { change: 'taken out', with: { directory: true }, from: { sweepSchedule: 'rate(1 day)' } },
  ],
  devices: [
    { change: 'added', with: { directory: true }, to: { devices } },
    {
      change: 'another access',
      with: { directory: true },
      from: { devices },
      to: { devices: { publish: ['devices/{device}/*'] } },
      note: 'Policies of users are made anew by `cognito-iot grants repair`.',
    },
    { change: 'taken out', with: { directory: true }, from: { devices } },
  ],
  clientSideAttach: [{ to: { clientSideAttach: true } }],
  region: [
    {
      change: 'another Region',
      note: 'Another stack: the former one stays as it is, with its users.',
    },
  ],
  existing: [
    { change: 'added', to: { existing: { userPoolId: 'eu-west-1_EXAMPLE' } } },
    {
      change: 'another `userPoolId`',
      from: { existing: { userPoolId: 'eu-west-1_EXAMPLE' } },
      to: { existing: { userPoolId: 'eu-west-1_OTHER' } },
    },
    { change: 'another `identityPoolId`', from: { existing: poolOf('a') }, to: { existing: poolOf('b') } },
    { change: 'taken out, with its identity pool', from: { existing: poolOf('a') } },
  ],
};
