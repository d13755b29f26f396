import { hashOf } from '../../routing/route.js';
import { useConsole } from '../../state/use-console.js';

/** How much there is of what, each a way to it. */
export function FirstSteps() {
  const users = useConsole('users').length;
  const identities = useConsole('identities').length;
  const open = useConsole('connections').filter(({ endedAt }) => endedAt === undefined).length;
  const decisions = useConsole('decisions');
  const refused = decisions.filter(({ allowed }) => !allowed).length;
  const figures = [
    { area: 'users', count: users, words: users === 1 ? 'user' : 'users' },
    { area: 'identities', count: identities, words: identities === 1 ? 'identity' : 'identities' },
    { area: 'connections', count: open, words: open === 1 ? 'open connection' : 'open connections' },
    { area: 'decisions', count: decisions.length, words: 'decisions' },
    { area: 'decisions', count: refused, words: 'refused', query: { refused: '1' } },
  ] as const;
  return (
    <>
      <ul className="figures" aria-label="At a glance">
        {figures.map(({ count, words, ...route }) => (
          <li key={words}>
            <a href={hashOf(route)}>
              <b>{count}</b> {words}
            </a>
          </li>
        ))}
      </ul>
      {users === 0 && (
        <p>
          Nobody has signed up yet. Sign up in your own app, or <a href={hashOf({ area: 'users' })}>make a user</a> and{' '}
          <a href={hashOf({ area: 'try' })}>publish and subscribe as that user</a>; then look at{' '}
          <a href={hashOf({ area: 'decisions' })}>what was decided</a>.
        </p>
      )}
    </>
  );
}
