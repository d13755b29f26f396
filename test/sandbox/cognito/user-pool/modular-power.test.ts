import { randomBytes } from 'node:crypto';
import { modularPower } from '../../../../sandbox/cognito/user-pool/modular-power.js';
import { N } from '../../../../sandbox/cognito/user-pool/srp.js';

describe('modularPower', () => {
  it.each([
    { base: 4n, exponent: 13n, modulus: 497n, power: 445n },
    { base: 0n, exponent: 5n, modulus: N, power: 0n },
    { base: 7n, exponent: 0n, modulus: N, power: 1n },
    { base: 7n, exponent: 1n, modulus: N, power: 7n },
    { base: N - 1n, exponent: 2n, modulus: N, power: 1n },
    { base: N + 2n, exponent: 10n, modulus: N, power: 1024n },
  ])('of $base and $exponent is $power', ({ base, exponent, modulus, power }) => {
    expect(modularPower(base, exponent, modulus)).toBe(power);
  });

  it.each([16, 128, 383])('is what multiplication gives for an exponent of %i bytes', (length) => {
    const base = BigInt(`0x${randomBytes(384).toString('hex')}`);
    const exponent = BigInt(`0x01${randomBytes(length - 1).toString('hex')}`);
    expect(modularPower(base, exponent, N)).toBe(byMultiplication(base, exponent, N));
  });
});

function byMultiplication(base: bigint, exponent: bigint, modulus: bigint): bigint {
  return [...exponent.toString(2)].reduce((power, bit) => {
    const square = (power * power) % modulus;
    return bit === '1' ? (square * base) % modulus : square;
  }, 1n);
}
