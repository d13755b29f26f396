import { documents, journeyOf, type Statement } from '../support/journey-of-settings.js';
import { spoiltGrants, type WrittenPolicy } from '../support/spoilt-grants.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';

const DEVICE_STEPS = ['device-refused', 'grant', 'device-command', 'ungrant', 'device-refused-again'];
const lamp = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  shadow: ['get', 'update'],
};
const withDevices = (devices: object, others: object = {}) => ({ directory: true, devices, ...others });

describe('the journey through a stack with devices', () => {
  it.each([
    { title: 'commands alone', settings: withDevices({ publish: lamp.publish }) },
    { title: 'states alone', settings: withDevices({ subscribe: lamp.subscribe, receive: lamp.receive }) },
    { title: 'states that nobody can subscribe to', settings: withDevices({ receive: lamp.receive }) },
    { title: 'a shadow to read', settings: withDevices({ shadow: ['get'] }) },
    { title: 'a shadow to do everything with', settings: withDevices({ shadow: ['delete', 'get', 'update'] }) },
    {
      title: 'topics of several beginnings, some of one level',
      settings: withDevices({
        publish: ['to/{device}', 'home/lamps/{device}/*/set', 'home/lamps/{device}/*'],
        subscribe: ['from/{device}/#', 'home/lamps/{device}/*'],
        receive: ['from/{device}/*', 'home/lamps/{device}/*'],
      }),
    },
    {
      // AWS IoT takes one CONNECT a second for each, so this one is slow.
      title: 'one client ID for each user',
      settings: withDevices({ ...lamp, shadow: [] }, { access: { clientIds: ['{identity}'] } }),
    },
    { title: 'users whom an administrator makes', settings: withDevices(lamp, { selfSignUp: false }) },
  ])('goes well with $title', async ({ settings }) => {
    const results = await journeyOf(settings);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.map(({ step }) => step).slice(20)).toEqual(DEVICE_STEPS);
  });

  it('has none of these steps with a directory alone', async () => {
    const results = await journeyOf({ directory: true });
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.map(({ step }) => step).filter((step) => DEVICE_STEPS.includes(step))).toEqual([]);
  });

  it('names the device, what was tried with it and what refused it', async () => {
    const results = await journeyOf(withDevices(lamp));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const detailOf = (step: string) => results.find((result) => result.step === step)?.detail;
    const { device, tried } = detailOf('device-refused') as { device: string; tried: string[] };
    expect(device).toMatch(/^lamp-/);
    expect(tried).toEqual([
      `devices/${device}/commands/hello`,
      `$aws/things/${device}/shadow/get`,
      `$aws/things/${device}/shadow/update`,
      `devices/${device}/state/#`,
      `$aws/things/${device}/shadow/#`,
    ]);
    expect(detailOf('device-command')).toMatchObject({
      commands: [`devices/${device}/commands/hello`],
      states: [`devices/${device}/state/hello`],
      shadow: ['update', 'get'],
    });
    expect(detailOf('device-refused-again')).toMatchObject({
      device,
      tried,
      because: expect.stringContaining(device),
      notDelivered: { because: expect.stringMatching(/^iot:Receive on .*IoT policy: no statement allows it/) },
    });
  });

  it('tries members of groups and guests without a grant', async () => {
    const viewers = { name: 'viewers', access: { publish: [], subscribe: [], receive: [] } };
    const results = await journeyOf(withDevices(lamp, { guests: {}, groups: [viewers] }));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const refused = results.filter(({ step }) => step === 'device-refused');
    expect(refused.map(({ who }) => who)).toEqual([undefined, 'group viewers', 'guest']);
  });
});

describe('the journey through a stack whose documents open devices to everybody, or to nobody', () => {
  it.each([
    { action: 'iot:Publish', resource: 'topic/devices/*', step: 'device-refused' },
    { action: 'iot:Subscribe', resource: 'topicfilter/devices/*', step: 'device-refused' },
    { action: 'iot:Publish', resource: 'topic/$aws/things/*/shadow/update', step: 'device-refused' },
    { action: 'iot:Subscribe', resource: 'topicfilter/$aws/things/*', step: 'device-refused' },
    { action: 'iot:Receive', resource: 'topic/devices/*', step: 'device-refused-again' },
  ])('fails at $step when the shared policy allows $action on $resource', async ({ action, resource, step }) => {
    const results = await journeyOf(withDevices(lamp), (template) => share(template, action, resource));
    expect(firstFailed(results)).toMatchObject({ step, detail: { code: 'NotRefused' } });
  });

  it.each([
    { action: 'iot:Publish', part: 'devices/', says: /publishing to devices\/lamp-\w+\/commands\/hello/ },
    { action: 'iot:Subscribe', part: 'devices/', says: /subscribing to devices\/lamp-\w+\/state\/#/ },
    { action: 'iot:Receive', part: 'devices/', says: /devices\/lamp-\w+\/state\/hello was not delivered/ },
    { action: 'iot:Publish', part: '/shadow/*update', says: /publishing to \$aws\/things\/lamp-\w+\/shadow\/update/ },
  ])('fails at device-command when the role does not allow $action on $part', async ({ action, part, says }) => {
    const results = await journeyOf(withDevices(lamp), (template) => keepFromRole(template, action, part));
    expect(firstFailed(results)).toMatchObject({
      step: 'device-command',
      detail: { message: expect.stringMatching(says) },
    });
    expect(results.at(-1)).toMatchObject({ step: 'device-refused-again', detail: { code: 'NotTried' } });
  });
});

describe('the journey of a user whose own policy is not what was granted', () => {
  const journeyWith = (...[after]: [Parameters<typeof spoiltGrants>[1]]) =>
    journeyOf(withDevices(lamp), undefined, (target) => spoiltGrants(target, after));

  it('fails at grant when it denies nothing: topics of another device that hold one of the granted are open', async () => {
    const results = await journeyWith({
      async grant(policy) {
        const document = JSON.parse(await policy.read());
        const allowed = document.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
        expect(allowed.length).toBeLessThan(document.Statement.length);
        await policy.write(JSON.stringify({ ...document, Statement: allowed }));
      },
    });
    expect(firstFailed(results)).toMatchObject({
      step: 'grant',
      detail: { code: 'NotRefused', message: expect.stringMatching(/ devices\/lamp-\w+\/commands\/devices\/lamp-/) },
    });
  });

  it('fails at grant when it pins no device', async () => {
    const grant = async (policy: WrittenPolicy) => policy.write((await policy.read()).replaceAll(/lamp-\w+/g, '*'));
    expect(firstFailed(await journeyWith({ grant }))).toMatchObject({
      step: 'grant',
      detail: { code: 'NotRefused', message: expect.stringMatching(/ devices\/lamp-\w+\/commands\/hello/) },
    });
  });

  it('fails at grant when it is not attached', async () => {
    const results = await journeyWith({ grant: (policy) => policy.detach() });
    expect(firstFailed(results)).toMatchObject({ step: 'grant', detail: { code: 'NotAttached' } });
  });

  it('fails at device-refused-again when it has the device still', async () => {
    let granted = '';
    const results = await journeyWith({
      async grant(policy) {
        granted = await policy.read();
      },
      revoke: (policy) => policy.write(granted),
    });
    expect(results.filter(({ ok }) => !ok)).toMatchObject([
      { step: 'device-refused-again', detail: { code: 'NotRefused' } },
    ]);
  });
});

function firstFailed(results: Awaited<ReturnType<typeof journeyOf>>) {
  return results.find(({ ok }) => !ok);
}

/** Allows everybody an action, as far as the IoT policies say. */
function share(template: EditableTemplate, action: string, resource: string): void {
  const Resource = [`arn:aws:iot:us-east-1:111122223333:${resource}`];
  for (const { Statement } of documents(template, 'AWS::IoT::Policy')) {
    Statement.push({ Effect: 'Allow', Action: [action], Resource } as Statement);
  }
}

/** Takes the resources with this text in them away from an action of the roles. */
function keepFromRole(template: EditableTemplate, action: string, text: string): void {
  let taken = 0;
  for (const document of documents(template, 'AWS::IAM::Policy')) {
    document.Statement = document.Statement.flatMap((statement) => {
      const actions = [statement.Action].flat();
      if (!actions.includes(action)) return [statement];
      const others = actions.filter((name) => name !== action);
      const resources = [statement.Resource].flat();
      const left = resources.filter((resource) => !JSON.stringify(resource).includes(text));
      taken += resources.length - left.length;
      return [
        ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
        ...(left.length > 0 ? [{ ...statement, Action: [action], Resource: left }] : []),
      ];
    });
  }
  if (taken === 0) throw new Error(`no role allows ${action} on ${text}`);
}
