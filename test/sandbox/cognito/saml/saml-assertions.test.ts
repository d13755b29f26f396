import { createClock } from '../../../../sandbox/base/clock.js';
import { createSamlAssertions, type SamlAssertions } from '../../../../sandbox/cognito/saml/saml-assertions.js';
import type { PrivateKey } from '../../../../sandbox/cognito/user-pool/user-pool-tables.js';
import { createTable } from '../../../../sandbox/state/table.js';

const provider = (name: string) => ({
  arn: `arn:aws:iam::111122223333:saml-provider/${name}`,
  entityId: `https://${name}.example/saml`,
});
const [corp, partner] = [provider('corp'), provider('partner')];
const user = { nameId: 'ada@corp.example' };

/** All under one key, as in one sandbox. */
function assertionsIn(): (region: string) => SamlAssertions {
  const keys = createTable<PrivateKey>(new Map());
  const clock = createClock();
  return (region) => createSamlAssertions(keys, clock, region);
}

describe('a signed assertion', () => {
  it('is good for the provider that it is of, and for no other', async () => {
    const assertions = assertionsIn()('us-east-1');
    const response = await assertions.issue({ issuer: corp.entityId }, user);
    expect(await assertions.judge(corp, response)).toMatchObject({ verdict: 'valid', nameId: user.nameId });
    expect(await assertions.judge(partner, response)).toEqual({ verdict: 'other-issuer' });
  });

  it('is refused where another recipient was to have it, whatever its audience', async () => {
    const assertions = assertionsIn();
    const [own, govCloud] = [assertions('us-east-1'), assertions('us-gov-west-1')];
    const asked = { ...user, audience: 'urn:amazon:webservices' };
    const response = await govCloud.issue({ issuer: corp.entityId }, asked);
    expect(await own.judge(corp, response)).toEqual({ verdict: 'other-recipient' });
    expect(await own.judge(corp, await own.issue({ issuer: corp.entityId }, asked))).toMatchObject({
      verdict: 'valid',
    });
  });
});
