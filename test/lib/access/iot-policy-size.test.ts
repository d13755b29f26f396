import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { checkIotPolicySize, iotPolicySize } from '../../../lib/access/iot-policy-size.js';
import { type CompleteTopicAccess, defaultTopicAccess } from '../../../lib/access/topic-access.js';
import { iotPolicyDocument } from '../../../lib/access/topic-access-documents.js';

const stack = new Stack(new App(), 'Stack');

const rooms = (count: number) => Array.from({ length: count }, (_, index) => `rooms/${index}/*`);
const none = { ...defaultTopicAccess, publish: [], subscribe: [], receive: [] };

/** An access that makes an IoT policy of exactly this many characters. */
function accessOfSize(size: number): CompleteTopicAccess {
  const sized = (length: number) => ({ ...none, publish: [...rooms(15), 'x'.repeat(length)] });
  const short = iotPolicySize(iotPolicyDocument([sized(1)], stack), stack);
  return sized(1 + size - short);
}

describe('the size of an IoT policy', () => {
  it('leaves out white space', () => {
    expect(iotPolicySize({ a: 'x y\tz' }, stack)).toBe('{"a":"xy\\tz"}'.length);
  });

  it('takes the longest partition, Region and account where they are not known', () => {
    const arn = Fn.join('', ['arn:', Aws.PARTITION, ':iot:', stack.region, ':', stack.account, ':topic/a']);
    const longest = 'arn:aws-us-gov:iot:ap-southeast-1:111122223333:topic/a';
    expect(iotPolicySize({ Resource: [arn] }, stack)).toBe(JSON.stringify({ Resource: [longest] }).length);
  });

  it('refuses to guess the length of anything else', () => {
    expect(() => iotPolicySize({ a: Fn.importValue('x') }, stack)).toThrow(/Fn::ImportValue/);
    expect(() => iotPolicySize({ a: Fn.ref('Other') }, stack)).toThrow(/Other/);
  });

  it('may be 2,048 characters', () => {
    expect(() => checkIotPolicySize([{ where: 'access', access: accessOfSize(2048) }], stack)).not.toThrow();
  });

  it('may not be more, and the message says by how much', () => {
    expect(() => checkIotPolicySize([{ where: 'access', access: accessOfSize(2051) }], stack)).toThrow(
      /access: makes an IoT policy of 2051 characters, 3 more than the 2048 that AWS IoT allows; use fewer/,
    );
  });

  it('counts all groups together, tells how much each adds, and names the one that adds most', () => {
    const accesses = [
      { where: 'access', access: defaultTopicAccess },
      { where: 'groups[0].access', groupName: 'small', access: { ...none, publish: ['rooms/1/*'] } },
      { where: 'groups[1].access', groupName: 'large', access: { ...none, publish: rooms(30) } },
      { where: 'groups[2].access', groupName: 'same', access: { ...none, publish: rooms(30) } },
    ];
    const [, size, over, ...adds] =
      /groups\[1\]\.access: makes an IoT policy of (\d+) characters, (\d+) more than the 2048 that AWS IoT allows for the accesses of all users together \(users in no group (\d+), small (\d+), large (\d+), same (\d+)\)/
        .exec(messageOf(() => checkIotPolicySize(accesses, stack)))
        ?.map(Number) ?? [];
    expect(size).toBe(2048 + (over ?? 0));
    expect(adds.reduce((sum, one) => sum + one, 0)).toBe(size);
    expect(adds.at(-1)).toBe(0);
  });
});

function messageOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
