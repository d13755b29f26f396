import {
  DetachPolicyCommand,
  InvalidRequestException,
  IoTClient,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../lambda/detach-on-delete/index.mjs';

const identity = (n: number) => `eu-west-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const listed = (n: number) => `111122223333:${identity(n)}`;
const request = {
  ResponseURL: 'https://example.com/answer',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Detachment',
  PhysicalResourceId: 'former-policy',
  ResourceProperties: { PolicyName: 'policy', PolicyArn: 'arn:policy' },
};
const fiveMinutes = 300_000;

describe('the custom resource that detaches an IoT policy', () => {
  const iot = mockClient(IoTClient);
  const waits: number[] = [];
  beforeEach(() => {
    iot.reset();
    iot.on(ListTagsForResourceCommand).resolves({ tags: [{ Key: 'detach-on-delete', Value: 'true' }] });
    iot.on(DetachPolicyCommand).resolves({});
    waits.length = 0;
    jest.spyOn(console, 'log').mockImplementation();
  });

  async function run(RequestType: 'Create' | 'Update' | 'Delete', remaining = 900_000) {
    const answers: { url: string; body: string }[] = [];
    const handler = createHandler({
      iot: new IoTClient({ region: 'eu-west-1' }),
      wait: async (ms) => waits.push(ms),
      respond: async (url, body) => answers.push({ url, body }),
    });
    await handler({ ...request, RequestType }, { getRemainingTimeInMillis: () => remaining });
    const [answer] = answers;
    expect(answers).toHaveLength(1);
    expect(answer?.url).toBe(request.ResponseURL);
    return JSON.parse(answer?.body ?? '');
  }

  const detached = () => iot.commandCalls(DetachPolicyCommand).map(({ args: [{ input }] }) => input.target);

  it.each(['Create', 'Update'] as const)('does nothing on %s', async (type) => {
    expect(await run(type)).toEqual({
      Status: 'SUCCESS',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Detachment',
      PhysicalResourceId: 'policy',
    });
    expect(iot.calls()).toHaveLength(0);
  });

  it('detaches every identity of every page by its identity ID, then waits until IoT lets the policy go', async () => {
    iot
      .on(ListTargetsForPolicyCommand)
      .resolvesOnce({ targets: [listed(1), listed(2)], nextMarker: 'more' })
      .resolvesOnce({ targets: [listed(3)] })
      .resolves({ targets: [] });
    expect(await run('Delete')).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'former-policy' });
    expect(detached()).toEqual([identity(1), identity(2), identity(3)]);
    expect(iot.commandCalls(ListTargetsForPolicyCommand)[1]?.args[0].input.marker).toBe('more');
    expect(waits).toEqual([fiveMinutes]);
  });

  it('lists again for whoever was attached in between, and is not fooled by a stale list', async () => {
    iot
      .on(ListTargetsForPolicyCommand)
      .resolvesOnce({ targets: [listed(1)] })
      .resolves({ targets: [listed(1), listed(2)] });
    await run('Delete');
    expect(detached()).toEqual([identity(1), identity(2)]);
  });

  it('does not wait where nobody was attached', async () => {
    iot.on(ListTargetsForPolicyCommand).resolves({ targets: [] });
    expect(await run('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(waits).toEqual([]);
  });

  it.each([
    new ResourceNotFoundException({ message: 'no such target', $metadata: {} }),
    new InvalidRequestException({ message: 'no such form', $metadata: {} }),
  ])('tries the listed form where IoT answers $name', async (refusal) => {
    iot
      .on(ListTargetsForPolicyCommand)
      .resolvesOnce({ targets: [listed(1)] })
      .resolves({ targets: [] });
    iot.on(DetachPolicyCommand).rejectsOnce(refusal).resolves({});
    expect(await run('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(detached()).toEqual([identity(1), listed(1)]);
  });

  it('detaches certificates and thing groups by their ARNs', async () => {
    const certificate = 'arn:aws:iot:eu-west-1:111122223333:cert/abc';
    iot
      .on(ListTargetsForPolicyCommand)
      .resolvesOnce({ targets: [certificate] })
      .resolves({ targets: [] });
    await run('Delete');
    expect(detached()).toEqual([certificate]);
  });

  it('leaves everybody attached where the policy is not to be deleted any more', async () => {
    iot.on(ListTagsForResourceCommand).resolves({ tags: [] });
    expect(await run('Delete')).toMatchObject({ Status: 'SUCCESS' });
    expect(iot.commandCalls(ListTargetsForPolicyCommand)).toHaveLength(0);
  });

  it('has nothing to do where the policy is gone', async () => {
    iot.on(ListTagsForResourceCommand).rejects(new ResourceNotFoundException({ message: 'gone', $metadata: {} }));
    expect(await run('Delete')).toMatchObject({ Status: 'SUCCESS' });
  });

  it('says what to do where time runs out', async () => {
    iot.on(ListTargetsForPolicyCommand).resolves({ targets: [listed(1)] });
    expect(await run('Delete', fiveMinutes)).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: detached 0 identities, more are left; delete the stack again',
    });
  });

  it('answers CloudFormation whatever goes wrong', async () => {
    iot.on(ListTargetsForPolicyCommand).rejects(new Error('no network'));
    expect(await run('Delete')).toMatchObject({ Status: 'FAILED', Reason: 'Error: no network' });
  });
});
