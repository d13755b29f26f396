import { randomBytes } from 'node:crypto';
import { createFixedBasePower } from '../../../../sandbox/cognito/user-pool/fixed-base-power.js';
import { modularPower } from '../../../../sandbox/cognito/user-pool/modular-power.js';
import { N } from '../../../../sandbox/cognito/user-pool/srp.js';

const random = (bytes: number) => BigInt(`0x${randomBytes(bytes).toString('hex')}`);

describe('powers of one base', () => {
  it.each([
    ['the generator', 2n, 224],
    ['another base', random(380), 224],
    ['exponents that fill no whole table', 3n, 217],
  ])('are what OpenSSL computes, for %s', (_, base, exponentBits) => {
    const power = createFixedBasePower({ base, modulus: N, exponentBits });
    const odd = Array.from({ length: 40 }, () => random(27) | 1n);
    for (const exponent of [...odd, 3n, (1n << BigInt(exponentBits)) - 1n]) {
      expect(power(exponent)).toBe(modularPower(base, exponent, N));
    }
    expect(power(0n)).toBe(1n);
    expect(power(1n)).toBe(base % N);
  });

  it('need an exponent that is no longer than was said', () => {
    const power = createFixedBasePower({ base: 2n, modulus: N, exponentBits: 224 });
    expect(() => power(1n << 224n)).toThrow('at most 224 bits');
  });
});
