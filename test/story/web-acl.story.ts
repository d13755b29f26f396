import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

const origin = 'http://localhost:8000';

describe('an API with a web ACL that takes ten requests of an address in five minutes', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await settingsSandbox({ webAclRateLimit: 10 });
  });
  afterAll(() => sandbox.stop());

  it('lets a user attach and connect', async () => {
    const user = await signedInUser(sandbox);
    expect((await awsClients(sandbox).attach(user)).status).toBe(200);
    await awsClients(sandbox).may(user, 'publish', `users/${user.identityId}/room`);
  });

  it('blocks the eleventh, whoever sends it, in words that a page can read and a client waits for', async () => {
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    const unsigned = [];
    for (let count = 0; count < 9; count += 1) unsigned.push((await fetch(url, { headers: { origin } })).status);
    expect(unsigned).toEqual(unsigned.map(() => 403));
    const { credentials } = await signedInUser(sandbox);
    const blocked = await signedFetch(url, { credentials });
    expect(blocked.status).toBe(429);
    expect(await blocked.json()).toEqual({ message: 'Forbidden' });
    expect(blocked.headers.get('retry-after')).toBe('60');
    expect(blocked.headers.get('access-control-allow-origin')).toBe(origin);
    expect((await fetch(url, { method: 'OPTIONS', headers: { origin } })).status).toBe(429);
    expect(sandbox.views.apiRequests()).toContainEqual(
      expect.objectContaining({ method: 'OPTIONS', status: 429, reason: expect.stringContaining('web ACL') }),
    );
  });

  it('lets the address in again once it has been quiet', async () => {
    sandbox.clock.advance(302_000);
    // Unsigned: what is signed by this machine's clock is five minutes old by the sandbox's.
    const response = await fetch(sandbox.outputs.AttachPolicyUrl ?? '');
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });
});
