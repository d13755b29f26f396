import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDemoPage } from '../../../sandbox/start/demo-page.js';
import { runningSandbox } from '../../support/running-sandbox.js';

describe('the demo page of npm start', () => {
  it('says what to pass when its port is in use', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => occupant.once('listening', resolve));
    const { port } = occupant.address() as AddressInfo;
    await expect(openDemoPage(port)).rejects.toThrow(new RegExp(`^Port ${port} is in use.*--no-page.*--page-port`));
    occupant.close();
  });

  it('asks for patience until it is shown', async () => {
    const page = await openDemoPage(0);
    const response = await fetch(page.url.replace('localhost', '127.0.0.1'));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    await page.stop();
  });

  it('names the setting when the stack does not let its origin in', async () => {
    const sandbox = await runningSandbox();
    const page = await openDemoPage(0);
    await expect(page.show(sandbox)).rejects.toThrow(
      `The stack's setting "allowedOrigins" does not let ${page.url} in. Add -c 'iotAccess={"allowedOrigins":["${page.url}"]}'`,
    );
    await page.stop();
    await sandbox.stop();
  });
});
