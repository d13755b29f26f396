import { accessHolder } from '../../contract/access-holder.js';

const role = 'arn:aws:iam::111122223333:role/Stack-AccessGroupoperatorsRole1A2B-3C4D';

describe('whose access decides', () => {
  it.each([
    { title: 'a guest has no token', claims: undefined, holder: { kind: 'guest' } },
    { title: 'a user without groups', claims: { sub: 'x' }, holder: { kind: 'user' } },
    {
      title: 'the only group',
      claims: { 'cognito:groups': ['operators'], 'cognito:preferred_role': role },
      holder: { kind: 'group', names: ['operators'] },
    },
    {
      title: 'of several groups the one whose role is preferred',
      claims: { 'cognito:groups': ['admins', 'operators'], 'cognito:preferred_role': role },
      holder: { kind: 'group', names: ['operators'] },
    },
    {
      title: 'all users, where no role is preferred',
      claims: { 'cognito:groups': ['admins', 'operators'] },
      holder: { kind: 'user' },
    },
    {
      title: 'one of several groups, where the name of the role does not tell which',
      claims: { 'cognito:groups': ['a', 'b'], 'cognito:preferred_role': 'arn:aws:iam::111122223333:role/x' },
      holder: { kind: 'group', names: ['a', 'b'] },
    },
  ])('$title', ({ claims, holder }) => {
    expect(accessHolder(claims)).toEqual(holder);
  });
});
