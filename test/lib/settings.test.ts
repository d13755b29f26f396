import { readSettings } from '../../lib/settings.js';

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
      },
      removalPolicy: 'retain',
      selfSignUp: true,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      memorySize: 512,
      timeoutSeconds: 10,
      logRetentionDays: 30,
      throttling: { rateLimit: 50, burstLimit: 100 },
      apiGatewayCloudWatchRole: true,
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
    { timeoutSeconds: 28 },
    { logRetentionDays: 3653 },
    { passwordPolicy: { minLength: 99 } },
  ])('take %j', (given) => {
    expect(readSettings(given)).toMatchObject(given);
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
    [{ timeoutSeconds: 29 }, /timeoutSeconds: given 29; allowed: a whole number from 1 to 28/],
    [{ logRetentionDays: 31 }, /logRetentionDays: given 31; allowed: one of 1, 3, 5/],
    [{ logRetentionDays: 9999 }, /given 9999/],
    [{ removalPolicy: 'Retain' }, /removalPolicy: given "Retain"; allowed: "retain" or "destroy"/],
    [{ selfSignUp: 'no' }, /selfSignUp: given "no"; allowed: true or false/],
    [{ passwordPolicy: { minLength: 7 } }, /passwordPolicy\.minLength: given 7; allowed: a whole number from 8 to 99/],
    [{ throttling: { rateLimit: 0.5 } }, /throttling\.rateLimit: given 0\.5/],
    [{ allowedOrigins: [] }, /allowedOrigins: given \[\]; allowed: at least one origin/],
    [{ allowedOrigins: ['*'] }, /allowedOrigins\[0\]: given "\*"; allowed: an exact origin/],
    [{ allowedOrigins: ['https://*.example.com'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['https://example.com/'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['https://example.com:443'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ["https://a'b"] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['HTTPS://example.com'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['capacitor://localhost/'] }, /allowedOrigins\[0\]/],
    [{ allowedOrigins: ['example.com'] }, /allowedOrigins\[0\]/],
  ])('judge %j', (given, message) => {
    if (message) expect(() => readSettings(given)).toThrow(message);
    else expect(readSettings(given)).toEqual(readSettings({}));
  });

  it('tell all problems at once', () => {
    const given = { memorySize: 1, timeoutSeconds: 1000, unknown: true };
    expect(() => readSettings(given)).toThrow(/memorySize(.|\n)*timeoutSeconds(.|\n)*unknown/);
  });
});
