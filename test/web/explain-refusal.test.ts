import {
  CredentialsExpiredError,
  DeviceNotGrantedError,
  NotAuthorizedError,
  NotSignedInError,
  ThrottledError,
} from '../../client/index.js';
import type { Decision, DecisionLayer } from '../../contract/decision.js';
import { explainRefusal, type RefusalContext } from '../../web/refusals/explain-refusal.js';

const me = 'us-east-1:11111111-1111-4111-8111-111111111111';
const other = 'us-east-1:22222222-2222-4222-8222-222222222222';

const signedIn: RefusalContext = {
  identityId: me,
  clientId: `${me}-0123456789ab`,
  holder: { kind: 'user' },
  rights: {
    clientId: me,
    topics: { publish: [`devices/${me}/*`], subscribe: [`devices/${me}/*`], receive: [`devices/${me}/*`] },
  },
  sandbox: undefined,
};

function inSandbox(...layers: DecisionLayer[]): RefusalContext {
  const resource = `arn:aws:iot:us-east-1:111122223333:topicfilter/users/${other}/#`;
  const asked = { number: 1, time: '2026-01-01T00:00:00.000Z', principal: 'Authenticated' };
  const decision: Decision = { ...asked, action: 'iot:Subscribe', resource, allowed: false, layers };
  return { ...signedIn, sandbox: { lastRefusal: async () => decision } };
}

const role: DecisionLayer = { kind: 'iam-role', effect: 'ImplicitDeny' };
const iotPolicy: DecisionLayer = { kind: 'iot-policy', effect: 'ImplicitDeny' };

const publishing = new NotAuthorizedError('iot:Publish', `users/${me}/telemetry`);
const subscribing = new NotAuthorizedError('iot:Subscribe', `users/${me}/#`);

async function next(error: NotAuthorizedError, context: Partial<RefusalContext> = {}) {
  return (await explainRefusal(error, { ...signedIn, ...context })).next;
}

describe('a refusal in plain words', () => {
  it('tells in the sandbox what each document said', async () => {
    const allowing: DecisionLayer = { ...role, effect: 'Allow', document: 'policy P of role R', statement: 'Topics' };
    const { documents } = await explainRefusal(subscribing, inSandbox(allowing, iotPolicy));
    expect(documents).toEqual([
      { name: 'policy P of role R', allowed: true, verdict: 'allows it, in statement Topics' },
      { name: 'IoT policy', allowed: false, verdict: 'has no statement that allows it' },
    ]);
  });

  it.each([
    { sandboxUrl: 'http://127.0.0.1:8001', ending: ' --sandbox http://127.0.0.1:8001' },
    { sandboxUrl: undefined, ending: '' },
  ])('says of a device that was not granted which command grants it: $sandboxUrl', async ({ sandboxUrl, ending }) => {
    const error = new DeviceNotGrantedError('iot:Publish', 'devices/oven/commands/x', 'oven');
    const told = await next(error, { sub: 'the-sub', sandboxUrl });
    expect(told?.command).toBe(`npx cognito-iot grant the-sub oven${ending}`);
    expect(told).not.toHaveProperty('setting');
  });

  it('knows no documents on AWS, which tells of none', async () => {
    const explained = await explainRefusal(subscribing, signedIn);
    expect(explained).toMatchObject({ documents: [], subject: `users/${me}/#`, aboutTopic: true });
  });

  it.each([
    {
      error: new NotSignedInError(
        'x',
        'y',
        new Error('Unauthenticated access is not supported for this identity pool.'),
      ),
      title: 'This identity pool refuses guests',
    },
    { error: new NotSignedInError('There are none.', 'Sign in.'), title: 'There are no credentials' },
    { error: new ThrottledError('Too fast.', 'Wait.'), title: 'AWS asked to slow down' },
    { error: new TypeError('Failed to fetch'), title: 'That did not work' },
  ])('has a title for $error.name: $title', async ({ error, title }) => {
    expect((await explainRefusal(error, signedIn)).title).toBe(title);
  });

  it('says when only another sign-in helps', async () => {
    const { signInAgain } = await explainRefusal(new CredentialsExpiredError('they are of another time.'), signedIn);
    expect(signInAgain).toBe(true);
    expect((await explainRefusal(subscribing, signedIn)).signInAgain).toBe(false);
  });
});

describe('what to do about a refusal', () => {
  it('names the pattern to add, in the words of the setting, and keeps the patterns that are there', async () => {
    const { setting, text, afterwards } = (await next(publishing)) ?? {};
    expect(setting).toMatchObject({ pattern: 'users/{identity}/telemetry', lists: ['publish'], setting: 'access' });
    expect(text).toContain('`users/{identity}/telemetry` to `access.publish`');
    expect(JSON.parse(setting?.snippet ?? '')).toEqual({
      iotAccess: { access: { publish: ['devices/{identity}/*', 'users/{identity}/telemetry'] } },
    });
    expect(setting?.snippet).toContain('"publish": ["devices/{identity}/*", "users/{identity}/telemetry"]');
    expect(afterwards).toBe('Then deploy: `npm run deploy`.');
  });

  it('asks for the messages of a filter as well, with * for the wildcards of MQTT', async () => {
    const { setting } = (await next(new NotAuthorizedError('iot:Subscribe', `users/${me}/+/state/#`))) ?? {};
    expect(setting).toMatchObject({ pattern: 'users/{identity}/*/state/*', lists: ['subscribe', 'receive'] });
  });

  it('says to restart the sandbox, where that is what was booted', async () => {
    const { afterwards } = (await next(subscribing, inSandbox(role, iotPolicy))) ?? {};
    expect(afterwards).toMatch(/^Then restart the sandbox/);
  });

  it("takes the group's access for a member, and the guests' for a guest", async () => {
    const inGroup = await next(publishing, { holder: { kind: 'group', names: ['operators'] } });
    expect(inGroup?.text).toContain('to `publish` in the access of the group operators');
    expect(JSON.parse(inGroup?.setting?.snippet ?? '')).toMatchObject({
      iotAccess: { groups: [{ name: 'operators', access: { publish: expect.any(Array) } }] },
    });
    const guest = await next(publishing, { holder: { kind: 'guest' }, rights: undefined });
    expect(guest?.text).toContain('to `guests.access.publish`. What stands there keeps its place');
    expect(JSON.parse(guest?.setting?.snippet ?? '')).toEqual({
      iotAccess: { guests: { access: { publish: ['users/{identity}/telemetry'] } } },
    });
  });

  it('names the client ID as the list of client IDs has it', async () => {
    const connecting = new NotAuthorizedError('iot:Connect', `app-${me}-0123456789ab`);
    expect((await next(connecting))?.setting).toMatchObject({ pattern: 'app-{identity}-*', lists: ['clientIds'] });
  });

  it('tells of the shadow of a thing as the list of shadows has it', async () => {
    const shadow = new NotAuthorizedError('iot:Publish', '$aws/things/lamp/shadow/update');
    expect((await next(shadow))?.setting).toMatchObject({ pattern: 'lamp', lists: ['shadows'] });
    const own = await next(shadow, { clientId: 'lamp' });
    expect(own?.setting).toMatchObject({ pattern: '{thing}', lists: ['shadows'] });
  });

  it('tells a Deny as a Deny, with its document and statement, and proposes no pattern', async () => {
    const denial: DecisionLayer = { ...iotPolicy, effect: 'ExplicitDeny', document: 'IoT policy D', statement: 'No' };
    const { documents, next } = await explainRefusal(subscribing, inSandbox(role, denial));
    expect(documents[1]?.verdict).toBe('denies it, in statement No');
    expect(next?.text).toContain('change the statement `No` of IoT policy D');
    expect(next?.setting).toBeUndefined();
  });

  it("proposes no pattern for another user's topic, and names whose it is", async () => {
    const { text, setting } = (await next(new NotAuthorizedError('iot:Publish', `devices/${other}/x`))) ?? {};
    expect(text).toContain(`belongs to another identity, \`${other}\``);
    expect(setting).toBeUndefined();
  });

  it('says that the documents in force are older where the setting allows it already', async () => {
    const { text, setting } = (await next(new NotAuthorizedError('iot:Publish', `devices/${me}/x`))) ?? {};
    expect(text).toContain('The setting allows this already');
    expect(setting).toBeUndefined();
  });

  it('says to try again where no policy is attached', async () => {
    const none: DecisionLayer = { ...iotPolicy, kind: 'no-iot-policy', note: 'none attached, or not in effect yet' };
    const { text } = (await next(subscribing, inSandbox({ ...role, effect: 'Allow' }, none))) ?? {};
    expect(text).toMatch(/^Try again/);
  });

  it.each(['#', '+/x', 'a b', '$SYS/x', 'a/{b}'])(
    'proposes nothing that the setting would refuse: %s',
    async (name) => {
      expect((await next(new NotAuthorizedError('iot:Subscribe', name)))?.setting).toBeUndefined();
    },
  );
});
