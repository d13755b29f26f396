import { createDenial } from '../../operations/denial.js';

const ID = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';

describe('denying everything to an identity with ten policies', () => {
  /** AWS IoT with these attached, and a POST that attaches the shared one again as soon as there is room. */
  function iotOf(attached: string[], { quickPosts = 0 } = {}) {
    let posts = quickPosts;
    const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: unknown }) => {
      const { policyName = '' } = input as { policyName?: string };
      if (name === 'ListAttachedPoliciesCommand') return { policies: attached.map((one) => ({ policyName: one })) };
      if (name === 'DetachPolicyCommand') {
        attached.splice(attached.indexOf(policyName), 1);
        if (posts > 0) {
          posts -= 1;
          attached.push(policyName);
        }
        return {};
      }
      if (attached.length >= 10) throw Object.assign(new Error('ten'), { name: 'LimitExceededException' });
      attached.push(policyName);
      return {};
    };
    const names = { revokedPolicyName: 'Revoked', sharedPolicyName: 'Shared', devicePolicyPrefix: 'Own-' };
    return createDenial({ iot: { send } as never, ...names }); // Three commands alone are sent.
  }
  const foreign = (count: number) => Array.from({ length: count }, (_, number) => `Foreign-${number}`);

  it.each([
    ['the shared one goes', ['Shared', ...foreign(9)], ['Shared']],
    ['one of the user’s own goes, where the shared one is not there', ['Own-0', ...foreign(9)], ['Own-0']],
    ['none goes, where there is room', ['Shared', ...foreign(8)], []],
  ])('%s', async (_, attached, taken) => {
    expect(await iotOf(attached).deny(ID)).toEqual(taken);
    expect(attached).toContain('Revoked');
  });

  it('comes before a POST that is quicker five times', async () => {
    const attached = ['Shared', ...foreign(9)];
    expect(await iotOf(attached, { quickPosts: 5 }).deny(ID)).toEqual(['Shared']);
    expect(attached).toContain('Revoked');
  });

  it('is refused by name where all ten are somebody else’s', async () => {
    const attached = foreign(10);
    await expect(iotOf(attached).deny(ID)).rejects.toMatchObject({
      code: 'NoRoomToDeny',
      message: expect.stringContaining('Foreign-0, Foreign-1'),
    });
    expect(attached).toEqual(foreign(10));
  });
});
