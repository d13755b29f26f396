import type { StackResources } from '../template/stack-resources.js';
import type { AccessPrincipal, Door, Mark } from './access-report.js';

/** What of the settings is worth a look, by the door's code. */
const WORDS: Readonly<Record<string, (what: string) => string>> = {
  'unauthenticated-method': (what) => `Anybody may call it (${what}).`,
  'function-url-open': () => 'Anybody may call it.',
  'no-cors-on-error': (what) => `A page cannot read why it was refused: no gateway response ${what} with CORS headers.`,
  'cors-any-origin': () => 'Any page may read the answers.',
  'cors-any-origin-on-error': () => 'Any page may read refusals and failures.',
  'cors-other-origin': (what) => `${what} is not among the origins that the function was told.`,
  'cors-lacks-origin': (what) => `The function was told of ${what}, and the API does not let that page read.`,
  'api-body-not-read': () =>
    'Its methods are in an OpenAPI document, which is not read: what they ask for is not known.',
  'server-side-check-off': (what) => `A user who is signed out or deleted still gets credentials (${what}).`,
  'password-flow': (what) => `${what}: the password is sent as it is, not by SRP.`,
  'implicit-flow': () => 'Tokens come in a URL.',
  'classic-flow': () =>
    'Identities get credentials of STS themselves: of any role that trusts them, without the session policy of guests.',
  'guests-allowed': () => 'Whoever asks gets credentials, without signing in.',
  'tells-who-exists': () => 'Whoever asks learns which users there are.',
  'tokens-not-revocable': () => 'Tokens cannot be revoked.',
};

export function marksOfDoors(doors: readonly Door[]): Mark[] {
  return doors.flatMap(({ code, where, what, detail }) => {
    const words = Object.hasOwn(WORDS, code) ? WORDS[code]?.(what) : undefined;
    if (words === undefined) return [];
    return [{ code, where, what, words: detail === undefined ? words : `${words.replace(/\.$/, '')} (${detail}).` }];
  });
}

/** Whatever a guest may do at all. */
export function marksOfGuests({ who, kind, effective }: AccessPrincipal): Mark[] {
  const rights = effective.filter(({ isDenied }) => isDenied === undefined);
  if (kind !== 'guests' || rights.length === 0) return [];
  const what = [...new Set(rights.map(({ action }) => action))].sort().join(', ');
  return [{ code: 'guests-have-rights', where: who, words: `Without signing in: ${what}.` }];
}

/** Stacks of another Region or account: nothing of them is read. */
export function marksOfStacks({ stacks, notEmulated }: Pick<StackResources, 'stacks' | 'notEmulated'>): Mark[] {
  const elsewhere = notEmulated.filter(({ stack, logicalId, reason }) => reason !== undefined && stack === logicalId);
  return elsewhere
    .filter(({ stack }) => !stacks.some(({ path }) => path === stack))
    .map(({ stack }) => ({
      code: 'stack-left-out',
      where: stack,
      words: 'It is for another Region or account than the rest, and not read: name it with --stack or --region.',
    }));
}
