import { connectionRows } from '../../console/areas/connections/connection-row.js';
import { decisionRow, shortResource } from '../../console/areas/decisions/decision-row.js';
import { functionInShort, isFault, lineInShort, withKeys } from '../../console/areas/logs/log-line.js';
import { payloadSetOut, payloadText } from '../../console/areas/messages/payload-text.js';
import { keptRows } from '../../console/live/kept-rows.js';
import { identityNames } from '../../console/state/identity-names.js';
import type { ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import type { UserSnapshot } from '../../contract/sandbox-views.js';
import { decision } from './console-state-sample.js';

const ada: UserSnapshot = {
  userPoolId: 'us-east-1_1',
  sub: 'sub-of-ada',
  userName: 'sub-of-ada',
  email: 'ada@example.com',
  emailVerified: true,
  status: 'CONFIRMED',
  groups: [],
  enabled: true,
  createdAt: 0,
};
const names = identityNames(
  [
    { identityId: 'us-east-1:ada', identityPoolId: 'p', logins: { pool: 'sub-of-ada' } },
    { identityId: 'us-east-1:guest1', identityPoolId: 'p', logins: {} },
  ],
  [ada],
);

describe('who an identity is', () => {
  it('is the user, a guest, or nobody who is known', () => {
    expect(names.of('us-east-1:ada')).toBe('ada@example.com');
    expect(names.of('us-east-1:guest1')).toBe('guest …guest1');
    expect(names.of('us-east-1:1234-abcdefabcdef')).toBe('…abcdefabcdef');
    expect(names.userOf('us-east-1:ada')).toBe(ada);
  });

  it('stands in the place of the ID in a topic', () => {
    const identityId = 'us-east-1:01234567-89ab-4cde-8f01-0123456789ab';
    const known = identityNames([{ identityId, identityPoolId: 'p', logins: { pool: 'sub-of-ada' } }], [ada]);
    expect(known.inText(`users/${identityId}/a`)).toBe('users/{ada@example.com}/a');
    expect(names.inText(`users/${identityId}/a`)).toBe('users/{…0123456789ab}/a');
    expect(names.inText('users/us-east-1:x/a')).toBe('users/us-east-1:x/a');
  });
});

describe('rows of decisions', () => {
  it('are found by who, what and where', () => {
    const refused = decisionRow(decision(2, { identityId: 'us-east-1:ada', allowed: false }), names);
    expect(refused).toMatchObject({ key: '2', refused: true, who: 'ada@example.com', identity: 'us-east-1:ada' });
    expect(refused.text).toContain('iot:Subscribe');
    const allowed = decisionRow(decision(1), names);
    expect(allowed).toMatchObject({ key: '1', refused: false, who: 'Users/CognitoIdentityCredentials' });
  });

  it('are newest first, and made once', () => {
    const make = jest.fn(({ number }: { number: number }) => ({ key: `${number}` }));
    const rowsOf = keptRows(make);
    const [one, two] = [decision(1), decision(2)];
    const [first] = rowsOf([one]);
    expect(rowsOf([one, two])).toEqual([{ key: '2' }, { key: '1' }]);
    expect(rowsOf([one, two])[1]).toBe(first);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('name resources without the account', () => {
    expect(shortResource('arn:aws:iot:us-east-1:111122223333:topicfilter/users/us-east-1:1/#')).toBe(
      'topicfilter/users/us-east-1:1/#',
    );
    expect(shortResource('*')).toBe('*');
  });
});

describe('rows of connections', () => {
  const open: ConnectionSnapshot = {
    clientId: 'c',
    identityId: undefined,
    protocolVersion: '5',
    connectedAt: '2026-01-01T00:00:00.000Z',
    endedAt: undefined,
    end: undefined,
    refusals: [],
    subscriptions: [],
    received: 0,
    delivered: 0,
  };
  const ended = (reason: 'FORBIDDEN_ACCESS' | 'CLIENT_INITIATED_DISCONNECT') => ({
    ...open,
    endedAt: '2026-01-01T00:00:01.000Z',
    end: { reason, explanation: '' },
  });

  it('have a key each, also for a client that connected twice at once', () => {
    const rows = connectionRows([open, ended('FORBIDDEN_ACCESS'), open], names);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  it('are refused only where nobody meant the end', () => {
    const rows = connectionRows([open, ended('FORBIDDEN_ACCESS'), ended('CLIENT_INITIATED_DISCONNECT')], names);
    expect(rows.map(({ refused, isOpen }) => [refused, isOpen])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
  });
});

describe('rows of logs', () => {
  it('keep their names when older ones are dropped', () => {
    const line = (time: number, text: string) => ({ time, functionName: 'f', line: text });
    const all = withKeys([line(1, 'a'), line(2, 'b'), line(2, 'c')]).map(([key]) => key);
    expect(new Set(all).size).toBe(3);
    expect(withKeys([line(2, 'b'), line(2, 'c')]).map(([key]) => key)).toEqual(all.slice(1));
  });

  it.each([
    ['2026-01-01T00:00:00.000Z\tid\tERROR\tno', true],
    ['2026-01-01T00:00:00.000Z\tid\tINFO\tError is a word', false],
    ['{"level":"error","message":"no"}', true],
    ['{"level":"info"}', false],
    ['TypeError: x is not a function', true],
    ['attached', false],
  ])('%j tells of an error: %s', (line, expected) => expect(isFault(line)).toBe(expected));
});

describe('a line in short', () => {
  it.each([
    ['{"level":"INFO","message":{"event":"attach"}}', '{"event":"attach"}'],
    ['{"level":"INFO","message":"attached"}', 'attached'],
    ['{"other":1}', '{"other":1}'],
    ['2026-01-01T00:00:00.000Z\tid\tERROR\tno', 'ERROR\tno'],
    ['plain words', 'plain words'],
    ['12', '12'],
    ['null', 'null'],
  ])('%j is %j', (line, expected) => expect(lineInShort(line)).toBe(expected));

  it('has the name that somebody gave to the function', () => {
    const name = 'Sample-AccessAttachPolicyFunction1C5E02BD-rod1BuUva8o1';
    expect(functionInShort(name, ['Other', 'Sample'])).toBe('AccessAttachPolicyFunction');
    expect(functionInShort('my-function', ['Sample'])).toBe('my-function');
  });
});

describe('a payload', () => {
  const text = (value: string, isCut = false) => ({
    text: value,
    encoding: 'utf8' as const,
    bytes: value.length,
    isCut,
  });
  it('is one line in a list, and set out where it is JSON', () => {
    expect(payloadText(text('a\n  b', true))).toBe('a b…');
    expect(payloadText(text(''))).toBe('(empty)');
    expect(payloadText({ text: 'AAE=', encoding: 'base64', bytes: 2, isCut: false })).toContain('2 bytes');
    expect(payloadSetOut(text('{"a":1}'))).toBe('{\n  "a": 1\n}');
    expect(payloadSetOut(text('{"a":', true))).toBe('{"a":');
  });
});
