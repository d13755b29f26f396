import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CompleteDeviceAccess, deviceWord } from '../../../contract/device-access.js';
import { devicePolicy } from '../../../devices/device-policy.js';
import { completeDeviceAccess, deviceAccessProblems } from '../../../lib/access/device-access.js';
import { deviceIsolationProblems } from '../../../lib/access/device-isolation.js';
import { deviceGrants } from '../../../lib/access/device-role.js';
import { type PlacedAccess, placedAccesses, sharedPolicyProblems } from '../../../lib/access/shared-policy.js';
import { topicAccessProblems } from '../../../lib/access/topic-access.js';
import { iamStatements, iotPolicyDocument, statements } from '../../../lib/access/topic-access-documents.js';
import type { TopicAccess } from '../../../lib/index.js';
import { type AccessRequest, evaluate } from '../../../sandbox/iam/evaluate.js';
import { type PolicyDocument, parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { randomChoices } from '../random-choices.js';
import { type Statement, statementsOf } from '../synthesized-template.js';

const tags = ['tenant'];
const identity = 'eu-west-1:0a-1';
const deviceNames = ['lamp', 'b', 'x:1'];
const iot = (resource: string) => `arn:aws:iot:eu-west-1:111122223333:${resource}`;

describe('whatever the settings, if they may be deployed with devices', () => {
  const random = randomChoices(7);
  const stack = new Stack(new App(), 'Stack');
  const document = (name: string, given: { Statement: object }): PolicyDocument => {
    const all = statementsOf(stack.resolve(given)).map(({ actions, resources }: Statement) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    }));
    return parsePolicyDocument(name, { Version: '2012-10-17', Statement: all });
  };

  /** What is likely to be refused is tried often enough to be taken now and then. */
  const until = <T>(make: () => T, isGood: (made: T) => boolean): T => {
    for (;;) {
      const made = make();
      if (isGood(made)) return made;
    }
  };
  const maybe = <T>(make: () => T[]): T[] => (random.number(2) === 0 ? make() : []);

  const bases = ['d', 'd/e', 'e', 'f/d', 'g'];
  const rests = ['', '/x', '/*', '/x/*', '/lamp/*', '/d/*', '/*/x', '/e/b/x'];
  const devicePatterns = () =>
    maybe(() => random.some([0], 2).map(() => `${random.one(bases)}/{device}${random.one(rests)}`));
  const randomDevices = (): CompleteDeviceAccess => {
    const make = () => ({
      publish: devicePatterns(),
      subscribe: devicePatterns(),
      receive: devicePatterns(),
      retain: devicePatterns(),
      shadow: maybe(() => random.some(['get', 'update', 'delete'], 3)),
    });
    return completeDeviceAccess(until(make, (made) => deviceAccessProblems(made).length === 0));
  };

  const texts = [
    'd',
    'e',
    'x',
    '/',
    '/',
    '/lamp/',
    'lamp',
    'd/lamp/x',
    'h/',
    '{identity}',
    '{tenant}',
    '{thing}',
    '*',
    '+',
    '#',
  ];
  const topics = () => maybe(() => random.some([0], 2).map(() => random.text(texts, 4)));
  const randomAccess = (): TopicAccess => ({
    clientIds: ['{identity}', ...maybe(() => ['{thing}'])],
    publish: topics(),
    subscribe: topics(),
    receive: topics(),
    retain: topics(),
    shadows: random.number(4) === 0 ? [random.one(['lamp', '{identity}', 'x*', '{thing}'])] : [],
  });
  const allowedAccess = () =>
    until(randomAccess, (made) => topicAccessProblems(made as Required<TopicAccess>, { tags }).length === 0);

  const context = () =>
    new Map([
      ['cognito-identity.amazonaws.com:sub', [identity]],
      ['aws:principaltag/tenant', [random.one(['lamp', 'd/lamp', 'd', '*'])]],
      ['iot:connection.thing.thingname', [random.one(deviceNames)]],
    ]);

  /** Something that belongs to the device, in the words of the access. */
  const requestFor = (access: CompleteDeviceAccess, device: string): AccessRequest => {
    const { publish, subscribe, receive, retain, shadow } = access;
    const filled = (pattern: string) =>
      pattern
        .replace(deviceWord, device)
        .replaceAll('*', () => random.one(['', 'x', 'x/y', 'lamp', 'd/lamp/x', '/e/b/', 'b/x']));
    const places = [...publish, ...subscribe, ...receive, ...retain].map(filled);
    const shadowTopics = ['get', 'update', 'delete', 'update/delta', 'name/a/get', 'd/lamp/x'].map(
      (rest) => `$aws/things/${device}/shadow/${rest}`,
    );
    const name = random.one([...places, ...(shadow.length > 0 ? shadowTopics : [])]);
    if (shadow.length > 0 && random.number(4) === 0) {
      const action = random.one(['GetThingShadow', 'UpdateThingShadow', 'DeleteThingShadow']);
      return { action: `iot:${action}`, resource: iot(`thing/${device}`), context: context() };
    }
    const action = random.one(['Publish', 'Receive', 'Subscribe', 'RetainPublish']);
    const filter = name.replace(/x/g, () => random.one(['x', '+', '#']));
    const resource = action === 'Subscribe' ? `topicfilter/${filter}` : `topic/${name}`;
    return { action: `iot:${action}`, resource: iot(resource), context: context() };
  };

  const documentsOf = (placed: readonly PlacedAccess[], devices: CompleteDeviceAccess) => {
    const forDevices = statements(deviceGrants(devices), stack, (pattern) => pattern).map(
      (one) => new PolicyStatement(one),
    );
    const shared = document(
      'shared',
      iotPolicyDocument(
        placed.map(({ access }) => access),
        stack,
      ) as never,
    );
    const roles = placed.map(({ access }) => {
      const all = [...iamStatements(access, stack), ...forDevices];
      return document('role', { Statement: all.map((one) => one.toStatementJson()) });
    });
    return { shared, roles };
  };

  it('nobody reaches a device that was not granted, and whoever was granted it does', () => {
    const seen = { taken: 0, refused: 0, tried: 0, granted: 0, reachedIfRefused: 0 };
    for (let round = 0; round < 400; round += 1) {
      const devices = randomDevices();
      const [access, ...groups] = Array.from({ length: 1 + random.number(2) }, allowedAccess) as [TopicAccess];
      const placed = placedAccesses(
        { access, groups: (groups as TopicAccess[]).map((one, index) => ({ name: `g${index}`, access: one })) },
        tags,
      );
      if (sharedPolicyProblems(placed).length > 0) continue;
      const isTaken = deviceIsolationProblems(devices, placed).length === 0;
      seen[isTaken ? 'taken' : 'refused'] += 1;
      const { shared, roles } = documentsOf(placed, devices);
      const own = deviceNames.filter(() => random.number(2) === 0);
      const ownPolicy = parsePolicyDocument('own', devicePolicy(devices, 'aws', own) as never);
      const reached = findReached(80);
      if (isTaken) expect({ devices, placed, own, reached }).toEqual({ devices, placed, own, reached: undefined });
      else if (reached) seen.reachedIfRefused += 1;

      function findReached(tries: number): object | undefined {
        for (let attempt = 0; attempt < tries; attempt += 1) {
          const device = random.one(deviceNames);
          const request = requestFor(devices, device);
          const passes = roles.some(
            (role) =>
              evaluate([role], request).effect === 'Allow' && evaluate([shared, ownPolicy], request).effect === 'Allow',
          );
          seen.tried += 1;
          if (passes && own.includes(device)) seen.granted += 1;
          if (passes && !own.includes(device)) return { ...request, context: [...request.context], device };
        }
        return undefined;
      }
    }
    // It was tried on something, and what is refused is refused with reason.
    expect(seen.taken).toBeGreaterThan(100);
    expect(seen.granted).toBeGreaterThan(500);
    expect(seen.refused).toBeGreaterThan(50);
    expect(seen.reachedIfRefused / seen.refused).toBeGreaterThan(0.2);
  }, 60_000);
});
