import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { checkIotPolicySize, iotPolicySize } from '../../lib/iot-policy-size.js';

const stack = new Stack(new App(), 'Stack');

/** A document whose length without white space is `{"a":""}` and the text. */
const document = (length: number) => ({ a: 'x'.repeat(length - '{"a":""}'.length) });

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
    expect(() => checkIotPolicySize(document(2048), stack)).not.toThrow();
  });

  it('may not be more, and the message says by how much', () => {
    expect(() => checkIotPolicySize(document(2051), stack)).toThrow(/2051 characters, 3 more than the 2048/);
  });
});
