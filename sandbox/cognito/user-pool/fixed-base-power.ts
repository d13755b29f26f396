export interface FixedBase {
  readonly base: bigint;
  readonly modulus: bigint;
  /** Exponents have at most as many bits. */
  readonly exponentBits: number;
}

/** Rows that the exponent's bits are written into, and tables that each row's columns are shared by. */
const [ROWS, TABLES] = [8, 14];

/**
 * Powers of one base, by Lim and Lee's comb: for an exponent of 224 bits 28 multiplications in place of 224 squarings
 * and more, once the powers that it puts together are known. Those are 3,584 numbers of the modulus' size, and take as
 * long as a hundred powers.
 *
 * @see https://doi.org/10.1007/3-540-48658-5_11 Lim, Lee: More Flexible Exponentiation with Precomputation
 */
export function createFixedBasePower({ base, modulus, exponentBits }: FixedBase): (exponent: bigint) => bigint {
  const columns = Math.ceil(exponentBits / ROWS);
  const shared = Math.ceil(columns / TABLES);
  const tables = precomputed({ base, modulus, columns, shared });

  return (exponent) => {
    const bits = exponent.toString(2).padStart(ROWS * columns, '0');
    if (bits.length > ROWS * columns) throw new RangeError(`An exponent has at most ${exponentBits} bits`);
    let power = 1n;
    for (let step = shared - 1; step >= 0; step -= 1) {
      power = (power * power) % modulus;
      for (const [index, table] of tables.entries()) {
        const column = shared * index + step;
        if (column >= columns) continue;
        const factor = table[rowsWithBit(bits, column, columns)] ?? 1n;
        if (factor !== 1n) power = (power * factor) % modulus;
      }
    }
    return power;
  };
}

/** Which rows have a bit in this column, each a bit itself. */
function rowsWithBit(bits: string, column: number, columns: number): number {
  let rows = 0;
  for (let row = ROWS - 1; row >= 0; row -= 1) {
    rows = 2 * rows + (bits.charCodeAt(bits.length - 1 - (columns * row + column)) & 1);
  }
  return rows;
}

type Layout = Omit<FixedBase, 'exponentBits'> & { readonly columns: number; readonly shared: number };

/** By table and by set of rows: the product of the powers that those rows' bits stand for. */
function precomputed({ base, modulus, columns, shared }: Layout): bigint[][] {
  const squares: bigint[] = [];
  for (let square = base % modulus; squares.length < ROWS * columns; square = (square * square) % modulus) {
    squares.push(square);
  }
  return Array.from({ length: TABLES }, (_, index) => {
    const products = [1n];
    for (let rows = 1; rows < 2 ** ROWS; rows += 1) {
      const lowest = 31 - Math.clz32(rows & -rows);
      const others = products[rows & (rows - 1)] ?? 1n;
      products.push((others * (squares[columns * lowest + shared * index] ?? 1n)) % modulus);
    }
    return products;
  });
}
