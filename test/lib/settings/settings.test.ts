import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Mfa } from 'aws-cdk-lib/aws-cognito';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ExistingSignIn } from '../../../lib/index.js';
import { readSettings } from '../../../lib/settings/settings.js';

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readSettings(undefined)).toEqual({
      stackName: 'CognitoIotAccess',
      allowedOrigins: ['http://localhost:8000'],
      access: {
        clientIds: ['{identity}', '{identity}-*'],
        publish: ['users/{identity}/*'],
        subscribe: ['users/{identity}/*'],
        receive: ['users/{identity}/*'],
        retain: [],
        shadows: [],
      },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      selfSignUp: true,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OFF,
      memorySize: 512,
      timeout: Duration.seconds(10),
      logRetention: RetentionDays.ONE_MONTH,
      rateLimit: 20,
      burstLimit: 20,
      apiAccessLog: false,
      apiGatewayCloudWatchRole: false,
      dashboard: false,
      metrics: false,
      tracing: false,
      directory: false,
      clientSideAttach: false,
    });
  });

  it('are read from an object or from its JSON text', () => {
    const given = { memorySize: 256, access: { publish: ['a'] }, passwordPolicy: { requireSymbols: false } };
    expect(readSettings(JSON.stringify(given))).toEqual(readSettings(given));
    expect(readSettings(given)).toMatchObject({ ...given, access: { subscribe: ['users/{identity}/*'] } });
  });

  it.each([
    { stackName: 'my-stack' },
    { allowedOrigins: ['https://app.example.com', 'http://localhost:5173', 'capacitor://localhost'] },
    { removalPolicy: 'destroy' },
    { logRetention: 3653 },
    { passwordPolicy: { minLength: 99 } },
    { email: { from: 'a@example.com', fromName: 'Café', verifiedDomain: 'example.com', configurationSet: 'set' } },
    { signIn: { domainPrefix: 'my-app', callbackUrls: ['myapp://in', 'https://a.example.com/in'], implicit: true } },
    { openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['app'] }] },
    { openIdConnectProviders: [{ arn: 'arn:aws:iam::111122223333:oidc-provider/id.example.com' }] },
    { loginProviders: { amazon: 'amzn1.application.188a56d827a7d6555a8b67a5d', facebook: '7346241598935552' } },
    { developerProvider: 'login.my.app' },
    { guests: { access: { publish: [] } } },
    { groups: [{ name: 'operators', precedence: 0, access: { publish: ['machines/*'] } }, { name: 'viewers' }] },
    { principalTags: { tenant: 'custom:tenant' }, access: { publish: ['tenants/{tenant}/*'] } },
    { principalTags: { tenant: 'custom:tenant' }, groups: [{ name: 'a', access: { publish: ['t/{tenant}/*'] } }] },
    { clientSideAttach: true },
    { directory: true },
    { directory: true, devices: { publish: ['devices/{device}/commands/*'], shadow: ['get'] } },
    { directory: true, existing: { userPoolId: 'eu-west-1_EXAMPLE' } },
    { existing: { userPoolId: 'eu-west-1_EXAMPLE', userPoolClientId: 'abc123' } },
  ])('take %j', (given) => {
    expect(readSettings(given)).toMatchObject(given);
  });

  it("are the props of the same names, with JSON's values turned into the CDK's", () => {
    const given = { timeout: 28, removalPolicy: 'destroy', mfa: 'off', existing: { userPoolId: 'eu-west-1_EXAMPLE' } };
    const { timeout, removalPolicy, mfa, existing } = readSettings(given);
    expect([timeout?.toSeconds(), removalPolicy, mfa]).toEqual([28, RemovalPolicy.DESTROY, Mfa.OFF]);
    expect(existing).toBeInstanceOf(ExistingSignIn);
    expect(existing).toEqual(given.existing);
  });

  it.each([
    [5, /\(the whole value\): given 5; allowed: an object/],
    [null, undefined],
    ['{bad', /given "\{bad": not JSON/],
    ['[]', /given \[\]; allowed: an object/],
    [{ memory: 5 }, /memory: unknown setting; did you mean "memorySize"\? allowed: stackName, allowedOrigins/],
    [{ alowedOrigins: [] }, /did you mean "allowedOrigins"\?/],
    [{ zzz: 1 }, /zzz: unknown setting; allowed: stackName/],
    [{ access: { publsh: [] } }, /access\.publsh: unknown setting; did you mean "publish"\? allowed: clientIds/],
    [{ access: { publish: 'a' } }, /access\.publish: given "a"; allowed: a list of patterns/],
    [{ access: { publish: [3] } }, /access\.publish\[0\]: given 3; allowed: a text/],
    [{ access: { publish: ['a', '*'] } }, /access\.publish\[1\]: given "\*": would allow everything/],
    [{ stackName: '1x' }, /stackName: given "1x"; allowed: a letter/],
    [{ memorySize: '512' }, /memorySize: given "512"; allowed: a whole number from 128 to 10240/],
    [{ memorySize: 127 }, /given 127/],
    [{ timeout: 29 }, /timeout: given 29; allowed: a whole number from 1 to 28/],
    [{ logRetention: 31 }, /logRetention: given 31; allowed: one of 1, 3, 5/],
    [{ logRetention: 9999 }, /given 9999/],
    [{ removalPolicy: 'Retain' }, /removalPolicy: given "Retain"; allowed: "retain" or "destroy"/],
    [{ mfa: 'on' }, /mfa: given "on"; allowed: "off", "optional" or "required"/],
    [
      { mfa: 'required', existing: { userPoolId: 'eu-west-1_E' } },
      /mfa: cannot be used with existing\.userPoolId; set it/,
    ],
    [{ email: {} }, /email\.from: given nothing; allowed: an e-mail address/],
    [{ email: { from: 'a' } }, /email\.from: given "a"; allowed: an e-mail address/],
    [{ email: { from: 'a@example' } }, /email\.from: given "a@example"; allowed: an e-mail address such as/],
    [
      { email: { from: 'a@example.com', verifiedDomain: 'example.org' } },
      /email\.verifiedDomain: given "example\.org"/,
    ],
    [{ email: { from: 'a@example.com', replyTo: 'b@c' } }, /email\.replyTo: given "b@c"/],
    [{ email: { from: 'a@example.com', fromName: 'a <b>' } }, /email\.fromName: given "a <b>"/],
    [
      { email: { from: 'a@example.com' }, existing: { userPoolId: 'eu-west-1_E' } },
      /email: cannot be used with existing/,
    ],
    [{ tokenValidity: { idToken: 4 } }, /tokenValidity\.idToken: given 4; allowed: a whole number from 5 to 1440/],
    [{ tokenValidity: { refreshToken: 0 } }, /tokenValidity\.refreshToken: given 0; allowed: .* from 1 to 87600/],
    [
      { tokenValidity: { accessToken: 90, refreshToken: 1 } },
      /tokenValidity\.accessToken: given 90 minutes; allowed: as long/,
    ],
    [
      { tokenValidity: { idToken: 15 }, existing: { userPoolId: 'eu-west-1_E', userPoolClientId: 'abc' } },
      /tokenValidity: cannot be used with existing\.userPoolClientId; set it up on that app client itself/,
    ],
    [{ selfSignUp: 'no' }, /selfSignUp: given "no"; allowed: true or false/],
    [{ passwordPolicy: { minLength: 7 } }, /passwordPolicy\.minLength: given 7; allowed: a whole number from 8 to 99/],
    [{ rateLimit: 0.5 }, /^.*\n {2}rateLimit: given 0\.5/],
    [{ allowedOrigins: [] }, /allowedOrigins: given \[\]; allowed: at least one origin/],
    [{ allowedOrigins: ['*'] }, /allowedOrigins\[0\]: given "\*"; allowed: an exact origin/],
    [{ allowedOrigins: ['https://*.example.com'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['https://example.com/'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['https://example.com:443'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ["https://a'b"] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['HTTPS://example.com'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['capacitor://localhost/'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['example.com'] }, /allowedOrigins\[0\]/],
    [{ signIn: {} }, /signIn\.domainPrefix: given nothing; allowed: up to 63 lower-case/],
    [{ signIn: { domainPrefix: 'my-aws-app' } }, /signIn\.domainPrefix: given "my-aws-app"; allowed:.*without "aws"/],
    [{ signIn: { domain: 'a' } }, /signIn\.domain: unknown setting; did you mean "domainPrefix"\?/],
    [{ signIn: { domainPrefix: 'a', callbackUrls: [] } }, /signIn\.callbackUrls: given an empty list/],
    [{ signIn: { domainPrefix: 'a', callbackUrls: ['http://a.example.com'] } }, /signIn\.callbackUrls\[0\]: given/],
    [{ signIn: { domainPrefix: 'a', callbackUrls: ['https://*.example.com'] } }, /signIn\.callbackUrls\[0\]/],
    [{ signIn: { domainPrefix: 'a', signOutUrls: ['https://a/#x'] } }, /signIn\.signOutUrls\[0\]/],
    [{ signIn: { domainPrefix: 'a', signOutUrls: ['javascript:x'] } }, /signIn\.signOutUrls\[0\]/],
    [{ identityProviders: { google: {} } }, /identityProviders\.google\.clientId: given nothing/],
    [{ identityProviders: { gogle: {} } }, /identityProviders\.gogle: unknown setting; did you mean "google"\?/],
    [{ identityProviders: {} }, /identityProviders: needs signIn/],
    [
      { identityProviders: { oidc: [{ nme: 'a' }] } },
      /identityProviders\.oidc\[0\]\.nme: unknown setting; did you mean "name"/,
    ],
    [{ openIdConnectProviders: [{}] }, /openIdConnectProviders\[0\].*url and clientIds together, or arn alone/],
    [
      { openIdConnectProviders: [{ url: 'http://a', clientIds: ['b'] }] },
      /\[0\]\.url: given "http:\/\/a"; allowed: an https/,
    ],
    [{ openIdConnectProviders: [{ url: 'https://a', clientIds: [] }] }, /\[0\]\.clientIds: is empty/],
    [{ developerProvider: 'login my app' }, /developerProvider: given "login my app"/],
    [{ guests: true }, /guests: given true; allowed: an object/],
    [{ guests: { access: { shadows: ['a'] } } }, /guests\.access\.shadows: unknown setting; allowed: clientIds/],
    [
      { guests: { access: { publish: ['things/{thing}'] } } },
      /guests\.access\.publish\[0\].*unknown word \{thing\}; allowed: \{identity\}$/,
    ],
    [{ groups: [{ name: 'a b' }] }, /groups\[0\]\.name: given "a b"; allowed: up to 128/],
    [{ groups: [{ name: 'a' }, { name: 'a' }] }, /groups\[1\]\.name: given "a", which groups\[0\] has/],
    [{ groups: [{ name: 'a', access: { publish: ['*'] } }] }, /groups\[0\]\.access\.publish\[0\]: given "\*"/],
    [{ groups: [{ name: 'a', acess: {} }] }, /groups\[0\]\.acess: unknown setting; did you mean "access"\?/],
    [{ principalTags: {} }, /principalTags: is empty/],
    [
      { openIdConnectProviders: [{ ulr: 'https://a' }] },
      /openIdConnectProviders\[0\]\.ulr: unknown setting; did you mean "url"/,
    ],
    [{ principalTags: { identity: 'custom:a' } }, /principalTags\.identity: \{identity\} stands for something else/],
    [{ principalTags: { tenant: 'email' } }, /principalTags\.tenant: given "email"; allowed: a custom attribute/],
    [{ access: { publish: ['tenants/{tenant}/*'] } }, /unknown word \{tenant\}; allowed: \{identity\}, \{thing\}/],
    [{ directory: 'yes' }, /directory: given "yes"; allowed: true or false/],
    [
      { directory: true, developerProvider: 'login.my.app' },
      /developerProvider: cannot be used with directory: its users are not in the user pool/,
    ],
    [
      { directory: true, openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['app'] }] },
      /openIdConnectProviders: cannot be used with directory/,
    ],
    [
      { directory: true, loginProviders: { facebook: '1' } },
      /loginProviders: cannot be used with directory: its users are not in the user pool/,
    ],
    [
      { directory: true, samlProviders: [{ arn: 'arn:aws:iam::111122223333:saml-provider/a' }] },
      /samlProviders: cannot be used with directory/,
    ],
    [
      { samlProviders: [{ name: 'a', metadataFile: 'nowhere.xml' }] },
      /samlProviders\[0\]\.metadataFile: given "nowhere.xml"; allowed: the path of a file that is there/,
    ],
    [{ samlProviders: [{ name: 'a', metadataFile: 'cdk.json' }] }, /samlProviders\[0\]\.metadata: is no metadata/],
    [{ samlProviders: [{ name: 'a' }] }, /samlProviders\[0\].*name and metadataFile together, or arn alone/],
    [{ loginProviders: {} }, /loginProviders: is empty; name an app or leave it out/],
    [
      { loginProviders: { amazon: 'amzn1.application-oa2-client.9d70d938' } },
      /loginProviders\.amazon: given "amzn1.*; allowed: the App ID, amzn1\.application\.…, and not the client ID/,
    ],
    [
      { loginProviders: { twitter: 'a' } },
      /loginProviders\.twitter: unknown setting; allowed: amazon, apple, facebook/,
    ],
    [
      {
        loginProviders: { google: '1.apps.googleusercontent.com' },
        openIdConnectProviders: [{ url: 'https://accounts.google.com', clientIds: ['2.apps.googleusercontent.com'] }],
      },
      /loginProviders\.google: is in openIdConnectProviders, too/,
    ],
    [{ directory: true, clientSideAttach: true }, /clientSideAttach: cannot be used with directory/],
    [{ clientSideAttach: 'yes' }, /clientSideAttach: given "yes"; allowed: true or false/],
    [{ existing: { userPool: 'x' } }, /existing\.userPool: unknown setting; did you mean "userPoolId"\?/],
    [{ existing: { userPoolClientId: 'x' } }, /existing\.userPoolId: is missing; userPoolClientId cannot be used/],
    [{ existing: { identityPoolId: 'eu-west-1:0a' } }, /existing\.authenticatedRoleArn: is missing; identityPoolId/],
    [
      { existing: { userPoolId: 'eu-west-1_A' }, signIn: { domainPrefix: 'a' } },
      /signIn: cannot be used with existing\.userPoolId/,
    ],
  ])('judge %j', (given, message) => {
    if (message) expect(() => readSettings(given)).toThrow(message);
    else expect(readSettings(given)).toEqual(readSettings({}));
  });

  it('never repeat what may be a secret', () => {
    const google = { clientId: 'a', clientSecret: 'not a name: hunter2!' };
    const given = { signIn: { domainPrefix: 'a' }, identityProviders: { google } };
    expect(() => readSettings(given)).toThrow(/google\.clientSecret: given something else; allowed: the name or ARN/);
    expect(() => readSettings(given)).not.toThrow(/hunter2/);
  });

  it('tell all problems at once', () => {
    const given = { memorySize: 1, timeout: 1000, unknown: true };
    expect(() => readSettings(given)).toThrow(/memorySize(.|\n)*timeout(.|\n)*unknown/);
  });
});
