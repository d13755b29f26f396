import type { CompleteDeviceAccess } from '../../contract/device-access.js';
import { baseConflict, deviceBases } from '../../devices/device-bases.js';
import { deviceNameProblem } from '../../devices/device-name.js';
import { devicePolicy } from '../../devices/device-policy.js';
import { evaluate } from '../../sandbox/iam/evaluate.js';
import { parsePolicyDocument } from '../../sandbox/iam/policy-document.js';
import { type Random, seededRandom } from '../support/seeded-random.js';

const LEVELS = ['devices', 'a', 'b', 'eu', 'devices-2'];
const NAMES = ['A', 'B', 'a', 'b', 'devices', 'eu', 'shadow', 'things', 'x:topic', 'A-B', 'topic', 'thing', 'state'];

/** Settings that would pass the synthesis. */
function someAccess({ pick, below }: Random): CompleteDeviceAccess {
  for (;;) {
    const base = () => Array.from({ length: 1 + below(3) }, () => pick(LEVELS)).join('/');
    const bases = Array.from({ length: 1 + below(2) }, base);
    const patterns = () => bases.map((one) => `${one}/{device}${pick(['', '/*', '/state/*', '/commands'])}`);
    const shadow = pick([[], ['get'], ['get', 'update', 'delete']] as const);
    const access = { publish: patterns(), subscribe: patterns(), receive: patterns(), retain: [], shadow };
    const own = deviceBases(access).map((one) => one.base);
    if (own.every((one) => own.every((other) => baseConflict(one, other) === undefined))) return access;
  }
}

/** Whose topic it is: the device whose base it begins with. */
function deviceOf(topic: string, access: CompleteDeviceAccess): string | undefined {
  const bases = [...deviceBases(access).map(({ base }) => base), ...(access.shadow.length > 0 ? ['$aws/things'] : [])];
  const base = bases.find((one) => topic.startsWith(`${one}/`));
  return base === undefined ? undefined : topic.slice(base.length + 1).split('/')[0];
}

/** A topic that some pattern is likely to say something about. */
function someTopic({ pick, below }: Random, access: CompleteDeviceAccess): string {
  const bases = [...deviceBases(access).map(({ base }) => base), '$aws/things', 'users', ':topic', 'x:y:topic'];
  const pieces = Array.from({ length: 1 + below(3) }, () => `${pick(bases)}/${pick(NAMES)}`);
  return [...pieces, pick(['', 'state/on', 'commands', 'shadow/get', 'shadow/name/x/update'])].join(
    pick(['/', '/', ':', '']),
  );
}

describe('whatever the setting, the grants and the topic', () => {
  it('a policy, alone and without any role, lets nobody reach a device that it does not name', () => {
    const random = seededRandom(15);
    let [allowed, foreign] = [0, 0];
    for (let round = 0; round < 3_000; round += 1) {
      const access = someAccess(random);
      const names = NAMES.filter((name) => deviceNameProblem(name, access) === undefined);
      const granted = [random.pick(names), random.pick(names)];
      const document = parsePolicyDocument('own', devicePolicy(access, 'aws', granted));
      for (let count = 0; count < 20; count += 1) {
        const topic = someTopic(random, access);
        const [action, type] = random.pick([
          ['iot:Publish', 'topic'],
          ['iot:Receive', 'topic'],
          ['iot:Subscribe', 'topicfilter'],
        ] as const);
        const resource = `arn:aws:iot:eu-west-1:111122223333:${type}/${topic}`;
        const { effect } = evaluate([document], { action, resource, context: new Map() });
        const device = deviceOf(topic, access);
        if (device !== undefined && !granted.includes(device)) {
          foreign += 1;
          if (effect === 'Allow') throw new Error(`${granted} may ${action} ${topic} by ${JSON.stringify(access)}`);
        } else if (effect === 'Allow') allowed += 1;
      }
    }
    // That it says no to everything would prove nothing.
    expect(allowed).toBeGreaterThan(1_000);
    expect(foreign).toBeGreaterThan(10_000);
  });

  it.each([
    ['devices', 'devices', undefined],
    ['a/b', 'a/c', undefined],
    ['x/x', 'x/x', 'begins anew within itself'],
    ['a/b', 'b/c', 'b/c can begin within a/b'],
    ['a/devices/b', 'devices', 'devices can begin within a/devices/b'],
    ['devices', 'devices/eu', 'devices/eu can begin within devices'],
  ])('the bases %s and %s are judged', (one, other, problem) => {
    const conflict = baseConflict(one, other) ?? (one === other ? undefined : baseConflict(other, one));
    if (problem === undefined) expect(conflict).toBeUndefined();
    else expect(conflict).toContain(problem);
  });
});
