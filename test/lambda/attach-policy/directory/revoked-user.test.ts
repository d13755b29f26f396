import { QueryCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { exception } from '../function-under-test.js';
import { httpApiEvent, restEvent, sub } from '../signed-request.js';
import {
  deviceEnvironment,
  deviceItem,
  functionWithDirectory,
  identityItem,
  ownPolicy,
} from './function-with-directory.js';

const mark = { pk: identityItem.pk, sk: { S: `revoked#${sub}` }, revokedAt: { S: '2026-12-01T05:00:00.000Z' } };

/** A user who is marked, with the item that the identity had before, if any. */
const revokedUser = (before?: object, environment?: Readonly<Record<string, string>>) => {
  const lambda = functionWithDirectory({ devices: [deviceItem('lamp', 0), mark], ...(environment && { environment }) });
  const record = (input: UpdateItemCommandInput) => input.UpdateExpression?.includes('lastPost');
  lambda.dynamo.on(UpdateItemCommand).callsFake((input: UpdateItemCommandInput) => {
    lambda.steps.push(record(input) ? 'record' : 'mark as left');
    return record(input) ? { Attributes: before } : {};
  });
  return lambda;
};
const former = { ...identityItem, lastPost: { S: '2026-11-30T05:00:00.000Z' } };

describe('POST of a user who is revoked', () => {
  it.each([
    { title: 'a REST API', event: restEvent(), environment: undefined },
    { title: 'an HTTP API', event: httpApiEvent(), environment: undefined },
    { title: 'a stack with devices', event: restEvent(), environment: deviceEnvironment },
  ])('is refused with 403 Revoked, and nothing is attached: $title', async ({ event, environment }) => {
    const lambda = revokedUser(former, environment);
    const { statusCode, json } = await lambda.answer(event);
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 403, code: 'Revoked' });
    expect(json.message).toContain('ask whoever runs the app');
    expect(lambda.iot.calls()).toEqual([]);
    expect(lambda.logs).toMatchObject([{ level: 'warn', line: { event: 'attach', code: 'Revoked', sub } }]);
  });

  it.each([
    { title: 'an identity that is new', before: undefined, steps: ['record', 'query', 'mark as left'] },
    {
      title: 'one that has left',
      before: { ...former, detachedAt: mark.revokedAt },
      steps: ['record', 'query', 'mark as left'],
    },
    { title: 'one that is attached still', before: former, steps: ['record', 'query'] },
  ])('does not say that $title is attached but where it is', async ({ before, steps }) => {
    const lambda = revokedUser(before);
    await lambda.answer(restEvent());
    expect(lambda.steps).toEqual(steps);
  });

  it('is refused as revoked when that could not be written', async () => {
    const lambda = revokedUser();
    lambda.dynamo.on(UpdateItemCommand).resolvesOnce({}).rejects(exception('InternalServerError'));
    expect((await lambda.answer(restEvent())).json.code).toBe('Revoked');
  });

  it('is refused wherever among the pages the mark stands', async () => {
    const lambda = revokedUser();
    lambda.dynamo
      .on(QueryCommand)
      .resolves({ Items: [mark] })
      .on(QueryCommand, { ExclusiveStartKey: undefined })
      .resolves({ Items: [deviceItem('lamp', 1)], LastEvaluatedKey: deviceItem('lamp', 1) });
    expect((await lambda.answer(restEvent())).json.code).toBe('Revoked');
  });

  it('is not refused for an item that only looks alike', async () => {
    const lambda = functionWithDirectory({ devices: [{ ...mark, sk: { S: `revoked#${sub}2` } }] });
    expect((await lambda.answer(restEvent())).statusCode).toBe(200);
  });
});

describe('a user who is revoked', () => {
  it.each([{ environment: undefined }, { environment: deviceEnvironment }])(
    'is told so by GET',
    async ({ environment }) => {
      const { statusCode, json } = await revokedUser(former, environment).answer(restEvent({ method: 'GET' }));
      expect({ statusCode, json }).toMatchObject({ statusCode: 200, json: { attached: true, revoked: true } });
    },
  );

  it('can leave', async () => {
    const lambda = revokedUser(former, deviceEnvironment);
    expect((await lambda.answer(restEvent({ method: 'DELETE' }))).statusCode).toBe(200);
    expect(lambda.steps).toEqual(['mark as left', 'query', `detach ${ownPolicy(0)}`, 'detach MyPolicy', 'disconnect']);
  });
});

describe('a revocation while POST is under way', () => {
  /** All orders of two sequences of two steps each. */
  const orders = ['prpr', 'pprr', 'prrp', 'rprp', 'rppr', 'rrpp'];

  it.each(orders)('denies the identity or refuses it, in the order %s', async (order) => {
    // What DynamoDB holds; each step of `p` is one request of POST, each of `r` one of whoever revokes.
    const items = new Set<string>();
    let listed: string[] = [];
    const revoke = [() => items.add(mark.sk.S), () => (listed = [...items])];
    const consistent: unknown[] = [];
    const gates = new Map<number, () => void>();
    const lambda = functionWithDirectory();
    const turn = (step: number) => new Promise<void>((resolve) => gates.set(step, resolve));
    lambda.dynamo.on(UpdateItemCommand).callsFake(async ({ UpdateExpression }: UpdateItemCommandInput) => {
      if (!UpdateExpression?.includes('lastPost')) return {};
      await turn(0);
      items.add(identityItem.sk.S);
      return {};
    });
    lambda.dynamo.on(QueryCommand).callsFake(async ({ ConsistentRead }) => {
      consistent.push(ConsistentRead);
      await turn(1);
      return { Items: [...items].map((sk) => ({ pk: identityItem.pk, sk: { S: sk } })) };
    });
    const answering = lambda.answer(restEvent());
    let posted = 0;
    for (const who of order) {
      // Until POST stands before its next request, or before none.
      await new Promise(setImmediate);
      if (who === 'p') gates.get(posted++)?.();
      else revoke.shift()?.();
      await new Promise(setImmediate);
    }
    const { statusCode, json } = await answering;
    // DynamoDB may leave out of any other read what has just been written.
    expect(consistent).toEqual([true]);
    const isDenied = listed.includes(identityItem.sk.S);
    expect(json.code === 'Revoked' || isDenied).toBe(true);
    expect(lambda.steps.some((step) => step.startsWith('attach'))).toBe(statusCode === 200);
  });
});
