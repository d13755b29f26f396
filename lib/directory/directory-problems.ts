import type { Problem } from '../settings-error.js';

/** What a directory does not go together with. */
export interface AroundDirectory {
  readonly directory: boolean | undefined;
  readonly openIdConnectProviders: unknown;
  readonly loginProviders: unknown;
  readonly samlProviders: unknown;
  readonly developerProvider: unknown;
  readonly clientSideAttach: boolean | undefined;
  readonly sweepSchedule: string | undefined;
}

/**
 * Every problem of recording who is who. Users whose tokens the identity pool takes directly have no `sub` in a user
 * pool, so they could not be recorded, and the function would refuse each of them: said here, not at their sign-in.
 */
export function directoryProblems(given: AroundDirectory): Problem[] {
  if (!given.directory) {
    if (given.sweepSchedule === undefined) return [];
    const what = 'takes directory: nobody else knows what there is of a user; set "directory" to true, or leave it out';
    return [{ where: 'sweepSchedule', what }];
  }
  const direct = ['openIdConnectProviders', 'loginProviders', 'samlProviders', 'developerProvider'] as const;
  const unknown = direct.filter((name) => given[name]);
  return [
    ...unknown.map((where) => ({
      where,
      what:
        'cannot be used with directory: its users are not in the user pool, so the directory has no place for them; ' +
        'add the provider to the user pool (identityProviders), or set directory to false',
    })),
    ...(given.clientSideAttach
      ? [{ where: 'clientSideAttach', what: 'cannot be used with directory: who attaches alone is not recorded' }]
      : []),
  ];
}
