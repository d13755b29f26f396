import {
  CreatePolicyCommand,
  GetEffectivePoliciesCommand,
  type IoTClient,
  ListPoliciesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-iot';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { iotClients } from '../../../support/iot-clients.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { signedInUser } from '../../../support/signed-in-user.js';
import { documentText, policyCalls } from './policy-calls.js';

const target = 'us-east-1:00000000-0000-4000-8000-000000000001';
const arnOf = (name: string) => `arn:aws:iot:us-east-1:111122223333:policy/${name}`;
let sandbox: Sandbox;
let iot: IoTClient;
let calls: ReturnType<typeof policyCalls>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  iot = iotClients(sandbox).iot;
  calls = policyCalls(iot);
});
// A second passes between two tests, for their quotas.
beforeEach(() => sandbox.clock.advance(1000));
afterAll(() => sandbox.stop());

const refusal = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });

describe('a policy made at run time', () => {
  it('is there with its document as it was written, as version 1', async () => {
    const text = documentText().replace('{', '{\n  ');
    const policyArn = arnOf('Made');
    const whole = { policyName: 'Made', policyArn, policyDocument: text };
    expect(await calls.create('Made', text)).toMatchObject({ ...whole, policyVersionId: '1' });
    const { creationDate, ...got } = await calls.get('Made');
    expect(got).toMatchObject({ ...whole, defaultVersionId: '1', lastModifiedDate: creationDate });
    // By the sandbox's clock, which is ahead here.
    const age = sandbox.clock.now() - (creationDate?.getTime() ?? 0);
    expect([age >= 0, age < 1000]).toEqual([true, true]);
    expect(await calls.getVersion('Made', '1')).toMatchObject({ ...whole, isDefaultVersion: true });
  });

  it('can be attached, and counts among the effective ones', async () => {
    await calls.create('Attached');
    await calls.attach('Attached', target);
    const { effectivePolicies } = await iot.send(new GetEffectivePoliciesCommand({ principal: target }));
    expect(effectivePolicies).toEqual([
      { policyName: 'Attached', policyArn: arnOf('Attached'), policyDocument: documentText() },
    ]);
  });

  it('is deleted, once nobody has it and it has one version', async () => {
    await calls.create('Gone');
    await calls.attach('Gone', target);
    await calls.createVersion('Gone');
    const inUse = refusal('DeleteConflictException', 409);
    await expect(calls.delete('Gone')).rejects.toMatchObject({ ...inUse, message: expect.stringMatching(/attached/) });
    await calls.detach('Gone', target);
    await expect(calls.delete('Gone')).rejects.toMatchObject({ ...inUse, message: expect.stringMatching(/versions/) });
    await calls.deleteVersion('Gone', '2');
    await calls.delete('Gone');
    await expect(calls.get('Gone')).rejects.toMatchObject(refusal('ResourceNotFoundException', 404));
    // A later one of that name is a new one, and nobody's.
    await calls.create('Gone');
    expect(await calls.versions('Gone')).toEqual(['1*']);
  });

  it('has tags, which can be changed', async () => {
    const tags = async () => (await iot.send(new ListTagsForResourceCommand({ resourceArn: arnOf('Tagged') }))).tags;
    const first = [{ Key: 'team', Value: 'a' }];
    await iot.send(new CreatePolicyCommand({ policyName: 'Tagged', policyDocument: documentText(), tags: first }));
    expect(await tags()).toEqual(first);
    const more = [
      { Key: 'team', Value: 'b' },
      { Key: 'plant', Value: '1' },
    ];
    await iot.send(new TagResourceCommand({ resourceArn: arnOf('Tagged'), tags: more }));
    expect(await tags()).toEqual(more);
    await iot.send(new UntagResourceCommand({ resourceArn: arnOf('Tagged'), tagKeys: ['team'] }));
    expect(await tags()).toEqual([{ Key: 'plant', Value: '1' }]);
    const reserved = new TagResourceCommand({
      resourceArn: arnOf('Tagged'),
      tags: [{ Key: 'aws:x', Value: '' }],
    });
    await expect(iot.send(reserved)).rejects.toMatchObject(refusal('InvalidRequestException', 400));
    const unknown = new TagResourceCommand({ resourceArn: arnOf('Nope'), tags: more });
    await expect(iot.send(unknown)).rejects.toMatchObject(refusal('ResourceNotFoundException', 404));
  });
});

describe('versions', () => {
  it('are five at most, and an ID never comes twice', async () => {
    await calls.create('Five');
    for (let number = 2; number <= 5; number++) await calls.createVersion('Five');
    const full = refusal('VersionsLimitExceededException', 409);
    await expect(calls.createVersion('Five')).rejects.toMatchObject(full);
    await calls.deleteVersion('Five', '5');
    expect((await calls.createVersion('Five')).policyVersionId).toBe('6');
    expect(await calls.versions('Five')).toEqual(['6', '4', '3', '2', '1*']);
  });

  it('become the default when they are made so, or later', async () => {
    await calls.create('Default');
    const made = await calls.createVersion('Default', documentText('*', 'iot:Receive'), true);
    expect(made).toMatchObject({ policyVersionId: '2', isDefaultVersion: true, policyArn: arnOf('Default') });
    expect(await calls.get('Default')).toMatchObject({ defaultVersionId: '2', policyDocument: made.policyDocument });
    await calls.setDefault('Default', '1');
    expect(await calls.versions('Default')).toEqual(['2', '1*']);
    await expect(calls.deleteVersion('Default', '1')).rejects.toMatchObject(refusal('DeleteConflictException', 409));
  });

  it('of the template are under the same rules', async () => {
    const policyName = sandbox.outputs.IotPolicyName ?? '';
    await calls.createVersion(policyName);
    expect(await calls.versions(policyName)).toEqual(['2', '1*']);
    await calls.deleteVersion(policyName, '2');
  });
});

describe('listing the policies', () => {
  it('goes by their age, page by page', async () => {
    const { names: all } = await calls.names({ ascendingOrder: true });
    expect(all[0]).toBe(sandbox.outputs.IotPolicyName);
    expect((await calls.names()).names).toEqual(all.toReversed());
    const first = await calls.names({ ascendingOrder: true, pageSize: 2 });
    const second = await calls.names({ ascendingOrder: true, pageSize: 2, marker: first.nextMarker });
    expect([...first.names, ...second.names]).toEqual(all.slice(0, 4));
  });
});

describe('is refused', () => {
  beforeAll(() => calls.create('There'));

  it.each([
    { title: 'a name that there is, with the same document', name: 'There', error: 'ResourceAlreadyExistsException' },
    {
      title: 'a name that there is, with another document',
      name: 'There',
      document: documentText('*', 'iot:Receive'),
      error: 'ResourceAlreadyExistsException',
    },
    { title: 'a name with a space', name: 'a b' },
    { title: 'a name of 129 characters', name: 'a'.repeat(129) },
    { title: 'an empty document', document: '' },
    { title: 'one of white space', document: ' \n' },
    {
      title: 'one of 2,049 characters',
      document: documentText(`arn:aws:iot:us-east-1:111122223333:topic/${'x'.repeat(1914)}`),
    },
  ])('$title', async ({ name = 'New', document = documentText(), error = 'InvalidRequestException' }) => {
    const status = error === 'InvalidRequestException' ? 400 : 409;
    await expect(calls.create(name, document)).rejects.toMatchObject(refusal(error, status));
  });

  it('no document of 2,048 characters, white space aside', async () => {
    const longest = documentText(`arn:aws:iot:us-east-1:111122223333:topic/${'x'.repeat(1913)}`);
    expect(longest).toHaveLength(2048);
    await expect(calls.create('Longest', `  ${longest}\n`)).resolves.toBeDefined();
  });

  const whole = { Effect: 'Allow', Action: 'iot:Publish', Resource: '*' };
  const statement = (change: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ ...whole, ...change }] });
  it.each([
    { title: 'a text that is no JSON', document: '{' },
    { title: 'a list', document: '[]' },
    { title: 'null', document: 'null' },
    { title: 'another Version', document: documentText().replace('2012', '2013') },
    { title: 'no Version', document: JSON.stringify({ Statement: [whole] }) },
    { title: 'no Statement', document: JSON.stringify({ Version: '2012-10-17' }) },
    { title: 'an empty Statement', document: JSON.stringify({ Version: '2012-10-17', Statement: [] }) },
    { title: 'an unknown Effect', document: statement({ Effect: 'allow' }) },
    { title: 'no Effect', document: statement({ Effect: undefined }) },
    { title: 'no Action', document: statement({ Action: undefined }) },
    { title: 'Action and NotAction', document: statement({ NotAction: 'iot:Connect' }) },
    { title: 'an action without a service', document: statement({ Action: 'Publish' }) },
    { title: 'an empty list of actions', document: statement({ Action: [] }) },
    { title: 'no Resource', document: statement({ Resource: undefined }) },
    { title: 'a resource that is no ARN', document: statement({ Resource: 'topic/a' }) },
    { title: 'a Principal', document: statement({ Principal: '*' }) },
    { title: 'an unknown element', document: statement({ Effects: 'Allow' }) },
    { title: 'a Sid with a space', document: statement({ Sid: 'a b' }) },
  ])('$title as malformed, in a policy and in a version', async ({ document }) => {
    const malformed = refusal('MalformedPolicyException', 400);
    await expect(calls.create('New', document)).rejects.toMatchObject(malformed);
    await expect(calls.createVersion('There', document)).rejects.toMatchObject(malformed);
    expect(await calls.versions('There')).toEqual(['1*']);
  });

  it('and what is wrong is said', async () => {
    const wrong = statement({ Effect: 'allow', Resource: ['*', 'topic/a'] });
    await expect(calls.create('New', wrong)).rejects.toThrow(
      /at Statement\[0\]\.Effect.*at Statement\[0\]\.Resource\[1\]/s,
    );
  });

  it.each([
    { title: 'the older Version', document: documentText().replace('2012-10-17', '2008-10-17') },
    { title: 'a condition', document: statement({ Condition: { NoSuchOperator: { 'iot:ClientId': 'a' } } }) },
  ])('by name, what the sandbox cannot judge: $title', async ({ document }) => {
    await expect(calls.create('New', document)).rejects.toMatchObject(refusal('SandboxUnsupported', 501));
  });

  it.each([
    { title: 'to get one', call: () => calls.get('Nope') },
    { title: 'to delete one', call: () => calls.delete('Nope') },
    { title: 'to list the versions of one', call: () => calls.versions('Nope') },
    { title: 'to make a version of one', call: () => calls.createVersion('Nope') },
    { title: 'to get a version of one', call: () => calls.getVersion('Nope', '1') },
    { title: 'to get a version', call: () => calls.getVersion('There', '9') },
    { title: 'to delete a version', call: () => calls.deleteVersion('There', '9') },
    { title: 'to make a version the default', call: () => calls.setDefault('There', '9') },
    { title: 'to attach one', call: () => calls.attach('Nope', target) },
  ])('$title that is not there', async ({ call }) => {
    await expect(call()).rejects.toMatchObject(refusal('ResourceNotFoundException', 404));
  });

  it('a version ID that is no number', async () => {
    const refused = refusal('InvalidRequestException', 400);
    await expect(calls.setDefault('There', 'x')).rejects.toMatchObject(refused);
  });

  it('whoever may not', async () => {
    const { credentials } = await signedInUser(sandbox);
    const users = iotClients(sandbox, credentials).iot;
    const denied = refusal('AccessDeniedException', 403);
    await expect(users.send(new ListPoliciesCommand())).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining('*'),
    });
    await expect(policyCalls(users).setDefault('There', '1')).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(arnOf('There')),
    });
  });
});
