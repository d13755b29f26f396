import { cidrBlocks } from '../../../sandbox/template/cidr.js';

// The first two are AWS's own: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
it.each([
  {
    block: '192.168.0.0/24',
    count: 6,
    bits: 5,
    blocks: [0, 32, 64, 96, 128, 160].map((host) => `192.168.0.${host}/27`),
  },
  { block: '10.0.0.0/16', count: 3, bits: 8, blocks: ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'] },
  { block: '10.0.0.0/16', count: 1, bits: undefined, blocks: ['10.0.0.0/24'] },
  { block: '10.0.3.7/16', count: 1, bits: 8, blocks: ['10.0.0.0/24'] },
  {
    block: '2001:db8::/56',
    count: 2,
    bits: undefined,
    blocks: ['2001:db8::/64', '2001:db8:0:1::/64'],
  },
])('$block holds $count blocks that leave $bits bits', ({ block, count, bits, blocks }) => {
  expect(cidrBlocks(block, count, bits)).toEqual(blocks);
});

it.each([
  { block: '10.0.0.0/24', count: 2, bits: 8 },
  { block: '10.0.0.0', count: 1, bits: 8 },
  { block: '10.0.0.0/33', count: 1, bits: 8 },
  { block: '10.0.0.256/16', count: 1, bits: 8 },
  { block: '10.0.0.0/8', count: 257, bits: 8 },
  { block: '10.0.0.0/8', count: 0, bits: 8 },
  { block: '10.0.0.0/8', count: 1, bits: 0 },
])('$block cannot be divided into $count blocks of $bits bits', ({ block, count, bits }) => {
  expect(() => cidrBlocks(block, count, bits)).toThrow(`Fn::Cidr of ${block}`);
});
