import { passwordLacks } from '../../web/account/password-lacks.js';

const policy = {
  minimumLength: 12,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

describe('what a password lacks', () => {
  it.each([
    ['Correct-horse-9', []],
    ['short', ['at least 12 characters', 'upper case letters', 'numbers', 'special characters']],
    ['CORRECT-HORSE-9', ['lower case letters']],
    ['correct horse 9X', []],
  ])('is told for %s', (password, lacks) => {
    expect(passwordLacks(password, policy)).toEqual(lacks.map((lack) => `Password must have ${lack}`));
  });

  it('is for the user pool to say where only it knows its rule', () => {
    expect(passwordLacks('x', undefined)).toEqual([]);
  });
});
