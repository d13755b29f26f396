import { hashOf, routeOf } from '../../console/routing/route.js';

describe('an address of the console', () => {
  it.each([
    { hash: '', area: 'overview' },
    { hash: '#/', area: 'overview' },
    { hash: '#/nowhere', area: 'overview' },
    { hash: '#/toString', area: 'overview' },
    { hash: '#/decisions', area: 'decisions' },
    { hash: '#/decisions/123', area: 'decisions', item: '123' },
    { hash: '#/identities/us-east-1%3A1', area: 'identities', item: 'us-east-1:1' },
    { hash: '#/users/100%', area: 'users', item: '100%' },
    { hash: '#/decisions?refused=1&text=a+b', area: 'decisions', query: { refused: '1', text: 'a b' } },
  ])('$hash is $area', ({ hash, area, item, query = {} }) => {
    expect(routeOf(hash)).toEqual({ area, item, query });
  });

  it('is the same there and back', () => {
    const route = { area: 'connections', item: 'a/b c@1:2', query: { text: 'x&y', identity: 'us-east-1:1' } } as const;
    expect(routeOf(hashOf(route))).toEqual(route);
  });
});
