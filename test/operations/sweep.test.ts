import {
  AdminGetUserCommand,
  type ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createGoneUsers } from '../../operations/gone-users.js';
import { sweep } from '../../operations/sweep.js';
import type { SweepTools } from '../../operations/sweep-tools.js';

const time = { now: Date.now, wait: async () => undefined };
const options = { olderThan: 0, told: () => undefined };
const old = new Date(0);

interface World {
  /** Providers by which the identity signs in. */
  readonly logins?: readonly string[];
  /** Other users of whom the identity is recorded. */
  readonly others?: number;
  /** Tries after which AWS lets the user's own policy be deleted. */
  readonly undeletable?: number;
}

/** One user, `ada`, with the identity `i` and a device, of whom the user pool knows nothing. */
function worldOf({ logins = ['cognito-idp.eu-west-1.amazonaws.com/pool'], others = 0, undeletable = 0 }: World = {}) {
  const did: string[] = [];
  let tries = 0;
  const tools: SweepTools = {
    users: { removePresent: async () => undefined, isGone: async () => true },
    table: {
      subs: async () => new Set(['ada']),
      of: async () => ({
        identityIds: ['i'],
        devices: 1,
        revokedAt: old,
        lastUse: old,
        keys: ['device#lamp', 'identity#i', 'revoked#ada'],
      }),
      othersOf: async () => others,
      delete: async (_, key) => void did.push(`delete ${key}`),
    },
    policies: {
      attached: async () => ['Deny', 'Allow', 'foreign'],
      detach: async (name) => void did.push(`detach ${name}`),
      delete: async () => {
        tries += 1;
        if (tries <= undeletable) return false;
        did.push('delete own policy');
        return true;
      },
      exists: async (name) => name.endsWith('-0'),
    },
    identities: { logins: async () => logins },
    deleteIdentities: async (ids) => void did.push(`delete identity ${ids}`),
    userPoolId: 'pool',
    sharedPolicies: ['Allow', 'Deny'],
    policyPrefix: 'P-',
    alone: (_, change) => change(),
    time,
    isOver: () => false,
    act: (change) => change(),
  };
  return { tools, did };
}

it('takes what allows before what denies, and the mark of a revoked user after everything else', async () => {
  const { tools, did } = worldOf();
  expect(await sweep(tools, options)).toMatchObject({ complete: true, users: [{ outcome: 'swept', items: 3 }] });
  expect(did).toEqual([
    'detach Allow',
    'detach Deny',
    'delete own policy',
    'delete identity i',
    'delete device#lamp',
    'delete identity#i',
    'delete revoked#ada',
  ]);
});

it('leaves an identity with another login as it is, with its entry and the mark', async () => {
  const { tools, did } = worldOf({ logins: ['cognito-idp.eu-west-1.amazonaws.com/pool', 'accounts.google.com'] });
  expect((await sweep(tools, options)).users).toMatchObject([{ identities: 0, keptIdentities: 1 }]);
  expect(did).toEqual(['delete own policy', 'delete device#lamp']);
});

it('leaves an identity that is recorded of another user, too, and takes the entry of the one who is gone', async () => {
  const { tools, did } = worldOf({ others: 1 });
  expect((await sweep(tools, options)).users).toMatchObject([{ identities: 0, keptIdentities: 1 }]);
  expect(did).toEqual(['delete own policy', 'delete device#lamp', 'delete identity#i', 'delete revoked#ada']);
});

it('keeps the entries, which lead back, until AWS lets the user’s own policy be deleted', async () => {
  const { tools, did } = worldOf({ undeletable: 3 });
  expect(await sweep(tools, options)).toMatchObject({ complete: true, users: [{ outcome: 'swept' }] });
  expect(did.filter((one) => one.includes('#'))).toHaveLength(3);
  const never = worldOf({ undeletable: 1000 });
  expect(await sweep(never.tools, options)).toMatchObject({ complete: false, users: [{ outcome: 'pending' }] });
  expect(never.did.filter((one) => one.startsWith('delete'))).toEqual([]);
});

it('says that the time was too short where nobody knows who is gone, and touches nothing', async () => {
  const { tools, did } = worldOf();
  await expect(sweep({ ...tools, isOver: () => true }, options)).rejects.toMatchObject({ code: 'TooManyUsers' });
  expect(did).toEqual([]);
});

describe('what fails for one user', () => {
  const failing = (name: string) => {
    const { tools, did } = worldOf();
    const table = {
      ...tools.table,
      subs: async () => new Set(['ada', 'bob']),
      of: async (sub: string) => {
        if (sub === 'ada') throw Object.assign(new Error('no'), { name });
        return tools.table.of(sub);
      },
    };
    return { tools: { ...tools, table }, did };
  };

  it('does not stop the others, and is told with its reason', async () => {
    const { tools } = failing('InternalServerError');
    const told: string[] = [];
    const result = await sweep(tools, { olderThan: 0, told: ({ sub, outcome }) => told.push(`${sub} ${outcome}`) });
    expect(told).toEqual(['bob swept', 'ada pending']);
    expect(result).toMatchObject({
      complete: false,
      users: [{ why: 'InternalServerError: no' }, { outcome: 'swept' }],
    });
  });

  it('ends everything where AWS refuses the caller', async () => {
    const { tools, did } = failing('AccessDeniedException');
    await expect(sweep(tools, options)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(did).toEqual([]);
  });
});

describe('who is gone', () => {
  const notFound = () => new UserNotFoundException({ message: 'User does not exist.', $metadata: {} });
  const goneUsers = (listed: readonly string[], found: () => unknown) =>
    createGoneUsers({
      userPoolId: 'eu-west-1_pool',
      time,
      isOver: () => false,
      cognito: {
        // The two commands that it sends, of the client's many.
        send: (async (command: unknown) => {
          if (command instanceof AdminGetUserCommand) return found();
          const { Filter } = (command as ListUsersCommand).input;
          const asked = listed.filter((sub) => Filter === undefined || Filter === `sub = "${sub}"`);
          return { Users: asked.map((Value) => ({ Attributes: [{ Name: 'sub', Value }] })) };
        }) as never,
      },
    });
  const throwing = (error: Error) => () => {
    throw error;
  };

  it('is whom the user pool neither lists nor finds', async () => {
    expect(await goneUsers([], throwing(notFound())).isGone('ada')).toBe(true);
    expect(await goneUsers([], () => ({})).isGone('ada')).toBe(false);
  });

  it('is nobody who comes by another provider, whom AdminGetUser does not find by sub', async () => {
    expect(await goneUsers(['ada'], throwing(notFound())).isGone('ada')).toBe(false);
  });

  it('is nobody of whom AWS only fails to say', async () => {
    const unavailable = Object.assign(new Error('try later'), { name: 'InternalErrorException' });
    await expect(goneUsers([], throwing(unavailable)).isGone('ada')).rejects.toBe(unavailable);
  });

  it('leaves over whom the user pool does not list', async () => {
    const subs = new Set(['ada', 'bob', 'carol']);
    await goneUsers(['bob'], notFound).removePresent(subs);
    expect([...subs]).toEqual(['ada', 'carol']);
  });
});
