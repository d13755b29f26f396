import { identityNames } from '../../console/state/identity-names.js';
import { chosenWho, roleGroup, whoGroups } from '../../console/who/who-choice.js';
import type { Who } from '../../contract/console-actions.js';
import type { UserSnapshot } from '../../contract/sandbox-views.js';
import { EMPTY_STATE } from './console-state-sample.js';

const user = (userName: string, enabled = true): UserSnapshot => ({
  userPoolId: 'pool',
  sub: userName,
  userName,
  email: undefined,
  emailVerified: false,
  status: 'CONFIRMED',
  groups: [],
  enabled,
  createdAt: 0,
});

describe('whom one can choose', () => {
  const overview = {
    ...EMPTY_STATE.overview,
    identityPools: [
      { id: 'open', name: 'Open', guests: true },
      { id: 'closed', name: 'Closed', guests: false },
    ],
    roles: [{ arn: 'arn:aws:iam::111122223333:role/R', name: 'R', policies: [], trustPolicy: {} }],
  };
  const identities = [{ identityId: 'us-east-1:1', identityPoolId: 'open', logins: { pool: 'ada' } }];
  const users = [user('ada'), user('dave', false)];
  const groups = whoGroups({ users, identities, overview }, identityNames(identities, users));

  it('are users who can sign in, guests where they are let in, and identities', () => {
    expect(groups.map(({ label, choices }) => [label, choices.map((choice) => choice.label)])).toEqual([
      ['Users', ['ada']],
      ['Guests', ['A new guest of Open']],
      ['Identities', ['ada (us-east-1:1)']],
    ]);
  });

  it('are sent as the sandbox wants them', () => {
    const chosen = [...groups, roleGroup(overview)].map(({ choices }) => chosenWho<Who>(choices[0]?.value ?? ''));
    expect(chosen).toEqual([
      { user: { userPoolId: 'pool', userName: 'ada' } },
      { guestOf: 'open' },
      { identityId: 'us-east-1:1' },
      { roleArn: 'arn:aws:iam::111122223333:role/R' },
    ]);
  });

  it('are nobody where there is nobody', () => {
    expect(whoGroups(EMPTY_STATE, identityNames([], []))).toEqual([]);
  });
});
