import type { Step } from '../../client/index.js';
import { answering, attached, clientUnderTest, errorOf, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

type Retry = Extract<Step, { step: 'retry' }>;

function clientWithRetries() {
  const made = clientUnderTest();
  const retries: (Retry & { readonly at: number })[] = [];
  made.client.on('step', (step) => {
    if (step.step === 'retry') retries.push({ ...step, at: Date.now() });
  });
  return { ...made, retries };
}

describe('the event step', () => {
  it('tells each wait for the network: how long, which try comes, and why', async () => {
    answering(attached);
    const { client, broker, retries } = clientWithRetries();
    broker.welcomes = ['no network', 'no network', 'no network', 'accept'];
    const triedAt: number[] = [];
    client.on('step', ({ step }) => void (step === 'connect' && triedAt.push(Date.now())));
    expect(await errorOf(client.connect(), 10_000)).toBe('no error');
    expect(retries).toMatchObject([
      { of: 'connect', attempt: 2, because: 'Unreachable' },
      { of: 'connect', attempt: 3, because: 'Unreachable' },
      { of: 'connect', attempt: 4, because: 'Unreachable' },
    ]);
    const told = retries.map(({ at, waitMs }) => at + waitMs);
    expect(triedAt.slice(1).map((at, i) => Math.abs(at - (told[i] ?? 0)) < 10)).toEqual([true, true, true]);
    await client.close();
  });

  it("tells AWS's reason code where a CONNECT was refused, and counts the try after the attachment", async () => {
    answering(attached);
    const { client, broker, retries } = clientWithRetries();
    broker.welcomes = [{ connack: 0x87 }, { connack: 0x87 }, 'accept'];
    expect(await errorOf(client.connect(), 10_000)).toBe('no error');
    expect(retries).toMatchObject([{ of: 'connect', attempt: 3, because: 'NotAuthorized', reasonCode: 0x87 }]);
    await client.close();
  });

  it('tells that credentials are fetched and signed with anew, at once', async () => {
    answering({ status: 403, body: { message: 'The security token included in the request is expired' } });
    const { client, broker, retries } = clientWithRetries();
    broker.welcomes = [403, 'accept'];
    expect(await errorOf(client.connect(), 10_000)).toBe('no error');
    expect(retries).toMatchObject([{ of: 'connect', attempt: 2, waitMs: 0, because: 'CredentialsExpired' }]);
    await client.close();
  });

  it('tells the waits for /attach-policy, for as long as it asks for', async () => {
    const busy = { status: 503, body: { code: 'Throttled', message: 'busy' }, headers: { 'retry-after': '3' } };
    answering(busy, new TypeError('fetch failed'), attached);
    const { client, broker, retries } = clientWithRetries();
    broker.welcomes = ['refuse CONNECT', 'accept'];
    const connected = client.connect();
    await pass(15_000);
    await connected;
    const [first, second] = retries;
    expect(first).toMatchObject({ of: 'attach', attempt: 2, because: 'Throttled' });
    expect(first?.waitMs).toBeGreaterThanOrEqual(3000);
    expect(second).toMatchObject({ of: 'attach', attempt: 3, because: 'Unreachable' });
    await client.close();
  });
});
