import { modularPower } from '../../../../sandbox/cognito/user-pool/modular-power.js';
import { createServerKeyMaker, createVerifier, N } from '../../../../sandbox/cognito/user-pool/srp.js';

it('the key pairs of many exchanges all hold B = k*v + g^b, and none is made twice', () => {
  const verifier = createVerifier({ poolName: 'abc', userIdForSrp: 'somebody' }, 'Correct-Horse-7');
  const make = createServerKeyMaker();
  const pairs = Array.from({ length: 130 }, () => make(verifier));
  const kv = new Set(pairs.map(({ b, B }) => (B - modularPower(2n, b, N) + N) % N));
  expect(kv.size).toBe(1);
  expect(new Set(pairs.map(({ b }) => b)).size).toBe(130);
});
