import { asRefusal, BROKER_REFUSALS, expectPolicyRefusal, JourneyError } from '../../journey/refusal.js';
import type { JourneyTarget } from '../../journey/target.js';

const closed = new JourneyError('SocketClosed', 'The broker closed the connection.');
/** As MQTT.js throws it for a CONNACK or a PUBACK. */
const withCode = (code: number) => Object.assign(new Error('no'), { code });
/** As for a SUBACK. */
const withSuback = (granted: number[]) => Object.assign(new Error('no'), { packet: { granted } });

const attempt = (error: Error | undefined, allowed: () => Promise<unknown> = async () => undefined) => ({
  what: 'Publishing to a/b',
  run: async () => {
    if (error !== undefined) throw error;
  },
  names: BROKER_REFUSALS,
  allowed,
});
const targetOf = (decisions?: JourneyTarget['decisions']) => ({ ...(decisions && { decisions }) }) as JourneyTarget;

describe('where nobody logs decisions, a refusal by a policy', () => {
  it.each([
    ['a CONNACK or PUBACK', withCode(0x87)],
    ['a SUBACK', withSuback([0x87])],
  ])('is what %s says by its reason code', async (_, error) => {
    const refusal = await expectPolicyRefusal(targetOf(), attempt(error));
    expect(refusal).toMatchObject({ refused: 'NotAuthorized', because: expect.stringContaining('0x87') });
  });

  it('is a socket that closes without a word, if what is allowed goes on', async () => {
    expect(await expectPolicyRefusal(targetOf(), attempt(closed))).toMatchObject({ refused: 'SocketClosed' });
    const down = async () => Promise.reject(closed);
    await expect(expectPolicyRefusal(targetOf(), attempt(closed, down))).rejects.toBe(closed);
  });

  it.each([
    ['a quota', withCode(0x97), 'RefusedByBroker'],
    ['a broken network', Object.assign(new Error('gone'), { code: 'ECONNRESET', name: 'Error' }), 'Error'],
    ['nothing that fails', undefined, 'NotRefused'],
  ])('is not %s', async (_, error, name) => {
    await expect(expectPolicyRefusal(targetOf(), attempt(error))).rejects.toMatchObject({ name });
  });
});

it('a decision log is asked where there is one, whatever the broker said', async () => {
  const log = (because: string | undefined) => targetOf({ newest: async () => 1, refusalSince: async () => because });
  expect(await expectPolicyRefusal(log('no statement'), attempt(closed))).toMatchObject({ because: 'no statement' });
  await expect(expectPolicyRefusal(log(undefined), attempt(closed))).rejects.toMatchObject({ name: 'NotByPolicy' });
});

it('codes below 0x80 are no refusals', () => {
  const error = withCode(0);
  expect(asRefusal(error)).toBe(error);
});
