import {
  type ConnectMemory,
  type ConnectRefused,
  decide,
  type HandshakeRefused,
  NOTHING_TRIED,
  type Outcome,
} from '../../client/connect-decision.js';
import { CredentialsExpiredError, NotAuthorizedError, RevokedError, UnreachableError } from '../../client/index.js';

const host = 'a1b2c3-ats.iot.eu-west-1.amazonaws.com';
const cause = new Error('why');
const identityId = 'eu-west-1:a';
const connection = { endpoint: host, region: 'eu-west-1', clientId: `${identityId}-*` };

const refusedConnect: ConnectRefused = { is: 'connect refused', clientId: 'a', identityId, connection };
const handshake = (status: number | undefined, offline = false): HandshakeRefused => ({
  is: 'handshake refused',
  host,
  status,
  cause,
  offline,
});
const refusal = {
  status: 403,
  reason: 'InvalidSignatureException',
  message: 'The security token is expired',
  requestId: undefined,
  ofFunction: false,
  retryAfter: undefined,
  ofCredentials: true,
  ofGuest: false,
};
const judged = (status: number | undefined, against?: typeof refusal): Outcome => ({
  is: 'judged',
  handshake: handshake(status),
  refusal: against,
});

interface Row {
  readonly title: string;
  readonly outcome: Outcome;
  readonly before?: Partial<ConnectMemory>;
  readonly next: object;
  /** What the memory has become, where it is another. */
  readonly after?: Partial<ConnectMemory>;
}

const offline = { do: 'wait', atMost: 500, state: 'offline', blame: expect.any(UnreachableError) };
const expired = expect.any(CredentialsExpiredError);
const rows: Row[] = [
  {
    title: 'a connection is used',
    outcome: {
      is: 'connected',
      connected: {
        session: {} as never,
        clientId: 'a',
        credentials: {
          accessKeyId: 'A',
          secretAccessKey: 's',
          sessionToken: undefined,
          expiration: undefined,
          identityId,
        },
      },
    },
    next: { do: 'use', connected: expect.objectContaining({ clientId: 'a' }) },
  },
  {
    title: 'a provider that cannot answer is waited for',
    outcome: { is: 'no credentials', cause },
    next: { ...offline, blame: expect.objectContaining({ cause, message: expect.stringContaining('provider') }) },
    after: { waitsForNetwork: 1 },
  },
  {
    title: 'it is asked for other credentials again, when it was asked for them',
    outcome: { is: 'no credentials', cause },
    before: { forceRefresh: true },
    next: offline,
    after: { forceRefresh: true, waitsForNetwork: 1 },
  },
  {
    title: 'without a network, it waits',
    outcome: { is: 'no network', host, cause },
    next: { ...offline, blame: expect.objectContaining({ cause, message: expect.stringContaining(host) }) },
    after: { waitsForNetwork: 1 },
  },
  {
    title: 'it waits longer each time',
    outcome: { is: 'no network', host, cause },
    before: { waitsForNetwork: 3 },
    next: { ...offline, atMost: 4000 },
    after: { waitsForNetwork: 4 },
  },
  {
    title: 'it waits for half a minute at most',
    outcome: { is: 'no network', host, cause },
    before: { waitsForNetwork: 2000 },
    next: { ...offline, atMost: 30_000 },
    after: { waitsForNetwork: 2001 },
  },
  {
    title: 'new credentials are fresh once',
    outcome: { is: 'no network', host, cause },
    before: { forceRefresh: true },
    next: offline,
    after: { forceRefresh: false, waitsForNetwork: 1 },
  },
  {
    title: 'a refused CONNECT is attached for',
    outcome: refusedConnect,
    next: { do: 'attach', clientId: 'a', identityId },
    after: { attached: true },
  },
  {
    title: 'a CONNECT that is refused after attaching is tried again, with what is allowed in the error',
    outcome: refusedConnect,
    before: { attached: true },
    next: {
      do: 'wait',
      atMost: 500,
      state: 'attaching',
      blame: expect.objectContaining({ action: 'iot:Connect', allowed: [`client/${identityId}-*`] }),
    },
    after: { attached: true, waitsForAttachment: 1 },
  },
  {
    title: 'an attachment that does not work yet is waited for five seconds at most',
    outcome: refusedConnect,
    before: { attached: true, looked: true, waitsForAttachment: 9 },
    next: { do: 'wait', atMost: 5000, state: 'attaching', blame: expect.any(NotAuthorizedError) },
    after: { attached: true, looked: true, waitsForAttachment: 10 },
  },
  {
    title: 'an attachment that does not work after a wait is looked at',
    outcome: refusedConnect,
    before: { attached: true, waitsForAttachment: 1 },
    next: { do: 'look', refused: refusedConnect },
    after: { attached: true, waitsForAttachment: 1 },
  },
  {
    title: 'after a network that was away, the user is attached and looked at anew',
    outcome: { is: 'no network', host, cause },
    before: { attached: true, looked: true },
    next: offline,
    after: { attached: false, looked: false, waitsForNetwork: 1 },
  },
  {
    title: 'a user who is revoked is not waited for',
    outcome: { is: 'looked', refused: refusedConnect, isRevoked: true },
    before: { attached: true, waitsForAttachment: 1 },
    next: { do: 'give up', error: expect.any(RevokedError) },
    after: { attached: true, waitsForAttachment: 1 },
  },
  {
    title: 'one who is not is waited for, and not looked at again',
    outcome: { is: 'looked', refused: refusedConnect, isRevoked: false },
    before: { attached: true, waitsForAttachment: 1 },
    next: { do: 'wait', atMost: 1000, state: 'attaching', blame: expect.any(NotAuthorizedError) },
    after: { attached: true, looked: true, waitsForAttachment: 2 },
  },
  {
    title: 'one of whom the API says nothing now is looked at again after the next refusal',
    outcome: { is: 'looked', refused: refusedConnect, isRevoked: undefined },
    before: { attached: true, waitsForAttachment: 1 },
    next: { do: 'wait', atMost: 1000, state: 'attaching', blame: expect.any(NotAuthorizedError) },
    after: { attached: true, waitsForAttachment: 2 },
  },
  {
    title: 'a handshake that came through counts its refusals anew',
    outcome: refusedConnect,
    before: { handshakesRefused: 1 },
    next: { do: 'attach', clientId: 'a', identityId },
    after: { attached: true, handshakesRefused: 0 },
  },
  ...[429, 500, 503].map((status) => ({
    title: `${status} to the handshake is waited for`,
    outcome: handshake(status),
    next: offline,
    after: { waitsForNetwork: 1 },
  })),
  {
    title: 'a handshake that fails while the device says that it is offline is waited for',
    outcome: handshake(undefined, true),
    next: offline,
    after: { waitsForNetwork: 1 },
  },
  {
    title: 'the API is asked about a handshake that fails for an unknown reason',
    outcome: handshake(undefined),
    next: { do: 'judge', handshake: handshake(undefined) },
  },
  {
    title: 'also offline, when one was refused before',
    outcome: handshake(undefined, true),
    before: { handshakesRefused: 1 },
    next: { do: 'judge', handshake: handshake(undefined, true) },
    after: { handshakesRefused: 1 },
  },
  {
    title: 'the API is asked about 403 to the handshake',
    outcome: handshake(403),
    next: { do: 'judge', handshake: handshake(403) },
  },
  {
    title: 'a failure that the API has nothing against is the network',
    outcome: judged(undefined),
    next: offline,
    after: { waitsForNetwork: 1 },
  },
  {
    title: '403 asks the provider for other credentials, whatever the API says',
    outcome: judged(403),
    next: { do: 'try', blame: expect.objectContaining({ message: expect.stringContaining(`${host} answered`) }) },
    after: { handshakesRefused: 1, forceRefresh: true },
  },
  {
    title: 'so does what the API says of the credentials, which the error tells',
    outcome: judged(undefined, refusal),
    next: { do: 'try', blame: expect.objectContaining({ message: expect.stringContaining(refusal.message) }) },
    after: { handshakesRefused: 1, forceRefresh: true },
  },
  {
    title: 'a second refusal of credentials is the last',
    outcome: judged(403, refusal),
    before: { handshakesRefused: 1 },
    next: { do: 'give up', error: expired },
    after: { handshakesRefused: 2, forceRefresh: true },
  },
];

it.each(rows)('$title', ({ outcome, before, next, after }) => {
  const decision = decide(outcome, { ...NOTHING_TRIED, ...before });
  expect(decision.next).toEqual(next);
  expect(decision.memory).toEqual({ ...NOTHING_TRIED, ...after });
});
