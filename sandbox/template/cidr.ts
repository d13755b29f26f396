import { isIPv4, isIPv6 } from 'node:net';
import { UnsupportedError } from '../base/errors.js';

/**
 * `Fn::Cidr`: the first `count` blocks of an address block that leave `hostBits` to each of their hosts.
 *
 * @throws UnsupportedError for a block that is none, or holds fewer
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, hostBits?: number): string[] {
  const [address = '', length = ''] = block.split('/');
  const isLong = isIPv6(address);
  const size = isLong ? 128 : 32;
  const bits = hostBits ?? (isLong ? 64 : 8);
  const prefix = size - bits;
  const isBlock = (isLong || isIPv4(address)) && /^\d+$/.test(length) && Number(length) <= size;
  const isCount = Number.isInteger(count) && count >= 1 && count <= 256;
  const fits =
    Number.isInteger(bits) && bits >= 1 && Number(length) <= prefix && count <= 2 ** (prefix - Number(length));
  if (!isBlock || !isCount || !fits) {
    throw new UnsupportedError(`Fn::Cidr of ${block} into ${count} blocks of ${bits} bits`);
  }
  const first =
    ((isLong ? ofIPv6(address) : ofIPv4(address)) >> BigInt(size - Number(length))) << BigInt(size - Number(length));
  const text = isLong ? toIPv6 : toIPv4;
  return Array.from({ length: count }, (_, index) => `${text(first + (BigInt(index) << BigInt(bits)))}/${prefix}`);
}

function ofIPv4(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

function toIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function ofIPv6(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** With the last groups that are zero written as `::`. */
function toIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return groups.join(':').replace(/(:0)+$/, '::');
}
