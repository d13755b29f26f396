import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDemoPage } from '../../../cli/start/demo-page.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';

describe('the demo page of npm start', () => {
  it('says what to pass when its port is in use: one option, and no setting', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => occupant.once('listening', resolve));
    const { port } = occupant.address() as AddressInfo;
    await expect(openDemoPage(port)).rejects.toThrow(
      new RegExp(`^Port ${port} is in use[^{]*--page-port 0[^{]*--no-page\\.$`),
    );
    occupant.close();
  });

  it('asks for patience until it is shown', async () => {
    const page = await openDemoPage(0);
    const response = await fetch(page.url.replace('localhost', '127.0.0.1'));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    await page.stop();
  });

  it('is let in by the sandbox where the stack names other origins, and nobody else is', async () => {
    const origin = 'http://localhost:8080';
    const allowedOrigins = ['https://app.example.com', 'https://www.example.com'];
    const sandbox = await settingsSandbox({ allowedOrigins }, { pageOrigin: origin });
    try {
      const { AttachPolicyUrl = '' } = sandbox.outputs;
      const letIn = async (url: string, method: string, asked: string) => {
        const headers = { origin: asked, 'access-control-request-method': 'POST' };
        const named = (await fetch(url, { method, headers })).headers.get('access-control-allow-origin');
        return named === asked || named === '*';
      };
      expect(await letIn(AttachPolicyUrl, 'OPTIONS', origin)).toBe(true);
      expect(await letIn(AttachPolicyUrl, 'POST', origin)).toBe(true);
      expect(await letIn(`${sandbox.url}/_sandbox/outputs`, 'GET', origin)).toBe(true);
      expect(await letIn(AttachPolicyUrl, 'OPTIONS', 'http://localhost:1')).toBe(false);
      expect(await letIn(`${sandbox.url}/_sandbox/outputs`, 'GET', 'http://localhost:1')).toBe(false);
      // The function answers with an origin of the stack's; the sandbox puts the page's in its place.
      const { credentials } = await signedInUser(sandbox);
      const answer = await signedFetch(AttachPolicyUrl, { credentials, headers: { origin } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      expect(sandbox.allowedOrigins).not.toContain(origin);
    } finally {
      await sandbox.stop();
    }
  });
});
