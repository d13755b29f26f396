import { App, Stack } from 'aws-cdk-lib';
import { type PlacedAccess, placedAccesses, sharedPolicyProblems } from '../../../lib/access/shared-policy.js';
import { topicAccessProblems } from '../../../lib/access/topic-access.js';
import { iamStatements, iotPolicyDocument } from '../../../lib/access/topic-access-documents.js';
import type { TopicAccess } from '../../../lib/index.js';
import { type AccessRequest, evaluate } from '../../../sandbox/iam/evaluate.js';
import { type PolicyDocument, parsePolicyDocument } from '../../../sandbox/iam/policy-document.js';
import { randomChoices } from '../random-choices.js';
import { type Statement, statementsOf } from '../synthesized-template.js';

const tags = ['tenant'];

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
