import { modularPower } from '../../sandbox/cognito/user-pool/modular-power.js';

/**
 * Stands in for jsbn under jest: cognito-srp-helper computes SRP with it, a third of a second for each sign-in, and
 * what is built in needs a fiftieth of that. Only the arithmetic is another; the protocol is the library's.
 * The processes that tests start (`npm start -- --once` among them) use jsbn itself.
 */
export class BigInteger {
  static readonly ZERO = new BigInteger(0n);
  static readonly ONE = new BigInteger(1n);
  readonly #value: bigint;

  constructor(digits: bigint | string, radix?: number) {
    if (typeof digits === 'bigint') this.#value = digits;
    else if (radix === 16) this.#value = BigInt(`0x${digits}`);
    else throw new TypeError(`only hexadecimal numbers are read, not radix ${radix}`);
  }

  compareTo(other: BigInteger): number {
    const difference = this.#value - other.#value;
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  equals(other: BigInteger): boolean {
    return this.#value === other.#value;
  }

  abs(): BigInteger {
    return this.#value < 0n ? new BigInteger(-this.#value) : this;
  }

  add(other: BigInteger): BigInteger {
    return new BigInteger(this.#value + other.#value);
  }

  subtract(other: BigInteger): BigInteger {
    return new BigInteger(this.#value - other.#value);
  }

  multiply(other: BigInteger): BigInteger {
    return new BigInteger(this.#value * other.#value);
  }

  modPow(exponent: BigInteger, modulus: BigInteger): BigInteger {
    const base = ((this.#value % modulus.#value) + modulus.#value) % modulus.#value;
    return new BigInteger(modularPower(base, exponent.#value, modulus.#value));
  }

  toString(radix?: number): string {
    return this.#value.toString(radix);
  }
}
