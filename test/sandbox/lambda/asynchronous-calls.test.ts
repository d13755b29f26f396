import { sandboxOfFunctions } from './stack-of-functions.js';

const code = `export const handler = async ({ fail }) => {
  console.log('called');
  if (fail) throw new RangeError('on purpose');
};`;
const payload = (event: object) => Buffer.from(JSON.stringify(event));

let place: Awaited<ReturnType<typeof sandboxOfFunctions>>;
beforeAll(async () => {
  const properties = { ReservedConcurrentExecutions: 1 };
  place = await sandboxOfFunctions({ F: { files: { 'index.mjs': code }, properties } });
});
afterAll(() => place.stop());

/** Until the log has this many lines. */
async function lines(count: number): Promise<string[]> {
  while (place.sandbox.views.functionLogs().length < count) await new Promise(setImmediate);
  return place.sandbox.views.functionLogs().map(({ line }) => line);
}

it('an asynchronous call is accepted at once, and one beyond the concurrency waits; a dry run runs nothing', async () => {
  const accepted = await Promise.all(
    [1, 2].map(() => place.invoke('F', { InvocationType: 'Event', Payload: payload({}) })),
  );
  expect(accepted.map(({ StatusCode, payload: body }) => [StatusCode, body])).toEqual([
    [202, undefined],
    [202, undefined],
  ]);
  expect(await lines(2)).toEqual(['called', 'called']);
  expect(await place.invoke('F', { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  await place.invoke('F', { InvocationType: 'Event', Payload: payload({ fail: true }) });
  expect((await lines(4)).slice(2).sort()).toEqual([
    'F failed an asynchronous call, which AWS would try twice more: RangeError: on purpose',
    'called',
  ]);
});

it('and what it cannot say there is refused', async () => {
  const ClientContext = Buffer.from('{}').toString('base64');
  const call = place.invoke('F', { InvocationType: 'Event', ClientContext, Payload: payload({}) });
  await expect(call).rejects.toMatchObject({ name: 'SandboxUnsupported' });
});
