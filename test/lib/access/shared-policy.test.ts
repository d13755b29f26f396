import { App, Stack } from 'aws-cdk-lib';
import { type PlacedAccess, placedAccesses, sharedPolicyProblems } from '../../../lib/access/shared-policy.js';
import { topicAccessProblems } from '../../../lib/access/topic-access.js';
import { iamStatements, iotPolicyDocument } from '../../../lib/access/topic-access-documents.js';
import { IotAccessPolicy, readSettings, type TopicAccess } from '../../../lib/index.js';
import { type AccessRequest, evaluate } from '../../../sandbox/iam/evaluate.js';
import { type PolicyDocument, parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { randomChoices } from '../random-choices.js';
import { type Statement, statementsOf } from '../synthesized-template.js';

const nothing = { publish: [], subscribe: [], receive: [] };
const devices = { ...nothing, clientIds: ['{identity}', '{thing}'], publish: ['devices/{thing}/*'] };
const plain = { ...nothing, clientIds: ['{identity}', '{thing}'] };
const tags = ['tenant'];

const problemsOf = (access: TopicAccess, ...groups: TopicAccess[]) =>
  sharedPolicyProblems(
    placedAccesses({ access, groups: groups.map((one, index) => ({ name: `g${index}`, access: one })) }, tags),
  );

describe('accesses that share an IoT policy', () => {
  it.each<{ title: string; accesses: [TopicAccess, ...TopicAccess[]]; where: string; what: RegExp }>([
    {
      title: 'a plain pattern over the topics of things',
      accesses: [plain, devices, { ...plain, publish: ['devices/*'] }],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{thing\}\/\*": .* "devices\/\*" of groups\[1\]\.access\.publish\[0\] .* different fixed text, or add "devices\/\*" to groups\[0\]\.access\.publish too$/,
    },
    {
      title: 'a plain pattern of users in no group',
      accesses: [{ ...plain, publish: ['a', 'devices/lobby/state'] }, devices],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/lobby\/state" of access\.publish\[1\]/,
    },
    {
      title: 'things of users in no group',
      accesses: [devices, { ...plain, publish: ['devices/*'] }],
      where: 'access.publish[0]',
      what: /"devices\/\*" of groups\[0\]\.access\.publish\[0\]/,
    },
    {
      title: 'a wider pattern of things, since * spans levels',
      accesses: [plain, { ...plain, publish: ['devices/{thing}/a'] }, devices],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{thing\}\/\*" of groups\[1\]/,
    },
    {
      title: 'a tag, which cannot stand beside a thing',
      accesses: [plain, devices, { ...plain, publish: ['devices/{tenant}/x'] }],
      where: 'groups[0].access.publish[0]',
      what: /"devices\/\{tenant\}\/x" of .*; begin the two with different fixed text$/,
    },
    {
      title: 'receiving',
      accesses: [
        { ...plain, receive: ['d/*'] },
        { ...plain, receive: ['d/{thing}'] },
      ],
      where: 'groups[0].access.receive[0]',
      what: /access\.receive\[0\]/,
    },
    {
      title: 'filters, which are compared as text',
      accesses: [
        { ...plain, subscribe: ['d/#'] },
        { ...plain, subscribe: ['d/{thing}'] },
      ],
      where: 'groups[0].access.subscribe[0]',
      what: /"d\/#" of access\.subscribe\[0\]/,
    },
    {
      title: 'retaining',
      accesses: [
        { ...plain, retain: ['d/a'] },
        { ...plain, retain: ['d/{thing}'] },
      ],
      where: 'groups[0].access.retain[0]',
      what: /access\.retain\[0\]/,
    },
    {
      title: 'shadows, said once though they are many topics',
      accesses: [
        { ...plain, shadows: ['lobby'] },
        { ...plain, shadows: ['{thing}'] },
      ],
      where: 'groups[0].access.shadows[0]',
      what: /"lobby" of access\.shadows\[0\] .*; add "lobby" to groups\[0\]\.access\.shadows too$/,
    },
    {
      title: 'shadows of which neither can give way',
      accesses: [
        { ...plain, shadows: ['{tenant}-lamp'] },
        { ...plain, shadows: ['{thing}'] },
      ],
      where: 'groups[0].access.shadows[0]',
      what: /; use one of the two$/,
    },
    {
      title: 'client IDs: whoever may connect as a thing has any client ID in the role',
      accesses: [
        { ...nothing, clientIds: ['app-{identity}'] },
        { ...nothing, clientIds: ['{identity}', '{thing}'] },
      ],
      where: 'groups[0].access.clientIds[1]',
      what: /"app-\{identity\}" of access\.clientIds\[0\] .*; add "app-\{identity\}" to groups\[0\]\.access\.clientIds too$/,
    },
  ])('are refused for $title', ({ accesses, where, what }) => {
    expect(problemsOf(...accesses)).toEqual([{ where, what: expect.stringMatching(what) }]);
  });

  it.each<{ title: string; accesses: [TopicAccess, ...TopicAccess[]] }>([
    { title: 'no things', accesses: [{}, { publish: ['a'] }, { publish: ['users/*'], clientIds: ['a-{identity}'] }] },
    { title: 'different fixed text', accesses: [plain, devices, { ...plain, publish: ['machines/*'] }] },
    { title: 'the same text after the thing only', accesses: [devices, { ...plain, publish: ['a/{thing}/*'] }] },
    {
      title: 'patterns of things that end differently',
      accesses: [
        { ...plain, publish: ['d/{thing}/a'] },
        { ...plain, publish: ['d/{thing}/b'] },
      ],
    },
    {
      title: 'the pattern of the other added, as the message says',
      accesses: [
        plain,
        { ...devices, publish: ['devices/{thing}/*', 'devices/*'] },
        { ...plain, publish: ['devices/*'] },
      ],
    },
    {
      title: 'a pattern that an own one covers',
      accesses: [devices, { ...devices, publish: ['devices/{thing}/*', 'devices/{thing}/a'] }],
    },
    {
      title: 'the same in another list',
      accesses: [devices, { ...plain, receive: ['devices/*'], subscribe: ['devices/*'] }],
    },
    { title: 'the same access', accesses: [devices, devices] },
  ])('are fine with $title', ({ accesses }) => {
    expect(problemsOf(...accesses)).toEqual([]);
  });

  it('are checked by settings and by the construct', () => {
    const groups = [
      { name: 'a', access: devices },
      { name: 'b', access: { ...plain, publish: ['devices/*'] } },
    ];
    const message = /groups\[0\]\.access\.publish\[0\]: given "devices\/\{thing\}\/\*"/;
    expect(() => readSettings({ access: plain, groups })).toThrow(message);
    const stack = new Stack(new App(), 'Stack');
    expect(() => new IotAccessPolicy(stack, 'Policy', { access: plain, groups })).toThrow(message);
  });
});

describe('whatever the accesses, if they may share an IoT policy', () => {
  const identity = 'eu-west-1:0a-1';
  const things = ['a', 'a-b', 'a:0'];
  const words = ['{identity}', '{thing}', '{tenant}', '*'];
  // With somebody's identity ID written out, and with other people's things and tenants.
  const texts = ['a', 'b', 'a/', '/', '/b', '-', identity, 'a:0'];
  const clientIds = ['{identity}', '{identity}-*', '{identity}-a', 'a-{identity}', '{thing}'];
  const shadows = ['{thing}', 'a-{identity}', 'a', '{tenant}-a', 'a-*'];

  const stack = new Stack(new App(), 'Stack');
  const document = (name: string, given: { Statement: object }): PolicyDocument => {
    const statements = statementsOf(stack.resolve(given)).map(({ actions, resources }: Statement) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    }));
    return parsePolicyDocument(name, { Version: '2012-10-17', Statement: statements });
  };

  const random = randomChoices(12);
  const topics = () =>
    random.number(3) === 0 ? [] : random.some([0], 2).map(() => random.text([...texts, ...words], 4));
  const randomAccess = (): TopicAccess => ({
    clientIds: ['{identity}', ...random.some(clientIds, 2)],
    publish: topics(),
    subscribe: topics(),
    receive: topics(),
    retain: topics(),
    shadows: random.number(4) === 0 ? random.some(shadows, 2) : [],
  });
  /** Accesses that can be deployed, each by itself. */
  const allowedAccess = (): TopicAccess => {
    for (;;) {
      const access = randomAccess();
      if (topicAccessProblems(completeOf(access), { tags }).length === 0) return access;
    }
  };
  const completeOf = (access: TopicAccess) => access as Required<TopicAccess>;

  /** A request that some role or IoT policy is likely to say something about. */
  const randomRequest = (documents: readonly PolicyDocument[], thing: string | undefined): AccessRequest => {
    const statement = random.one(random.one(documents).statements);
    const context = new Map([
      ['cognito-identity.amazonaws.com:sub', [identity]],
      ['aws:principaltag/tenant', [random.one(['a', 'b/a', '*'])]],
      ...(thing === undefined ? [] : [['iot:connection.thing.thingname', [thing]] as [string, string[]]]),
    ]);
    const resource = random.one(statement.resources).source.replace(/\$\{([^}]*)\}|\*/g, (_, name?: string) => {
      const [value] = (name && random.number(4) > 0 && context.get(name.toLowerCase())) || [];
      return value ?? random.one(['', 'a', 'b', '/', 'a/b', '/a/', 'a:0', '-a', identity]);
    });
    return { action: random.one(statement.actions).source, resource, context };
  };

  it('every role allows exactly as much with the shared one as with an IoT policy of its own', () => {
    const seen = { shared: 0, withThings: 0, refused: 0, allowed: 0, gained: 0 };
    for (let round = 0; round < 160; round += 1) {
      const accesses = Array.from({ length: 2 + random.number(2) }, allowedAccess);
      const [access, ...groups] = accesses as [TopicAccess, ...TopicAccess[]];
      const placed = placedAccesses(
        { access, groups: groups.map((one, index) => ({ name: `g${index}`, access: one })) },
        tags,
      );
      const mayShare = sharedPolicyProblems(placed).length === 0;
      const documents = documentsOf(placed);
      const difference = findGain(documents, mayShare ? 100 : 200, seen);
      if (mayShare) expect({ accesses, difference }).toEqual({ accesses, difference: undefined });
      seen[mayShare ? 'shared' : 'refused'] += 1;
      if (mayShare && JSON.stringify(accesses).includes('{thing}')) seen.withThings += 1;
      if (!mayShare && difference) seen.gained += 1;
    }
    // It was tried on something; and what is refused is refused with reason, as far as random requests find one.
    expect(seen.withThings).toBeGreaterThan(30);
    expect(seen.allowed).toBeGreaterThan(1000);
    expect(seen.gained / seen.refused).toBeGreaterThan(0.9);
  }, 60_000);

  function documentsOf(placed: readonly PlacedAccess[]) {
    const shared = document(
      'shared',
      iotPolicyDocument(
        placed.map(({ access }) => access),
        stack,
      ) as never,
    );
    return placed.map(({ access }) => ({
      role: document('role', { Statement: iamStatements(access, stack).map((one) => one.toStatementJson()) }),
      own: document('own', iotPolicyDocument([access], stack) as never),
      shared,
    }));
  }

  /** A request that one of the roles allows with the shared policy and not with its own, or the other way round. */
  function findGain(
    documents: readonly {
      readonly role: PolicyDocument;
      readonly own: PolicyDocument;
      readonly shared: PolicyDocument;
    }[],
    tries: number,
    seen: { allowed: number },
  ): object | undefined {
    const all = documents.flatMap(({ role, own }) => [role, own]);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const request = randomRequest(all, random.number(4) === 0 ? undefined : random.one(things));
      for (const { role, own, shared } of documents) {
        if (evaluate([role], request).effect !== 'Allow') continue;
        const [withOwn, withShared] = [own, shared].map((one) => evaluate([one], request).effect === 'Allow');
        if (withOwn) seen.allowed += 1;
        if (withOwn !== withShared) return { ...request, context: [...request.context], withOwn };
      }
    }
    return undefined;
  }
});
