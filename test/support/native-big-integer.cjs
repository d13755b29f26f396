/**
 * Stands in for jsbn under jest: cognito-srp-helper computes SRP with it, a third of a second for each sign-in, and
 * what JavaScript has built in needs a tenth of that. Only the arithmetic is another; the protocol is the library's.
 * The processes that tests start (`npm start -- --once` among them) use jsbn itself.
 */
class BigInteger {
  #value;

  constructor(digits, radix) {
    if (typeof digits === 'bigint') this.#value = digits;
    else if (radix === 16) this.#value = BigInt(`0x${digits}`);
    else throw new TypeError(`only hexadecimal numbers are read, not radix ${radix}`);
  }

  compareTo(other) {
    const difference = this.#value - other.#value;
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  equals(other) {
    return this.#value === other.#value;
  }

  abs() {
    return this.#value < 0n ? new BigInteger(-this.#value) : this;
  }

  add(other) {
    return new BigInteger(this.#value + other.#value);
  }

  subtract(other) {
    return new BigInteger(this.#value - other.#value);
  }

  multiply(other) {
    return new BigInteger(this.#value * other.#value);
  }

  modPow(exponent, modulus) {
    let result = 1n;
    let square = ((this.#value % modulus.#value) + modulus.#value) % modulus.#value;
    for (let rest = exponent.#value; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = (result * square) % modulus.#value;
      square = (square * square) % modulus.#value;
    }
    return new BigInteger(result);
  }

  toString(radix) {
    return this.#value.toString(radix);
  }
}

BigInteger.ZERO = new BigInteger(0n);
BigInteger.ONE = new BigInteger(1n);

module.exports = { BigInteger };
