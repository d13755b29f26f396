import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachEvent, functionEnvironment } from '../../bench/function/function-environment.js';
import { type FunctionProcess, lambdaFlags, startFunctionProcess } from '../../bench/function/function-process.js';
import { type IotServer, startIotServer } from '../../bench/function/iot-server.js';

const file = join(import.meta.dirname, '../../bench/variants/floor.mjs');

describe('a process with a function in it', () => {
  let folder: string;
  let iot: IotServer;
  let running: FunctionProcess | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'function-process-'));
    iot = await startIotServer(folder);
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  afterAll(() => {
    iot.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (environment: object, memorySize?: number) =>
    startFunctionProcess({
      node: process.execPath,
      flags: lambdaFlags,
      file,
      environment: { ...functionEnvironment, ...environment },
      ...(memorySize !== undefined && { memorySize }),
    });

  it('answers each event with a request of its own, over one connection', async () => {
    await iot.count();
    running = await start({ AWS_ENDPOINT_URL: iot.url });
    for (let number = 0; number < 5; number += 1) {
      expect((await running.invoke(attachEvent(number))).statusCode).toBe(200);
    }
    expect(await iot.count()).toEqual({ puts: 5, otherRequests: 0, identities: 5, connections: 1 });
  });

  it('tells what it has used, and how long the handler took', async () => {
    running = await start({ AWS_ENDPOINT_URL: iot.url });
    const { usage, handlerMs, ms } = await running.invoke(attachEvent(1), true);
    expect(usage?.cpuMs).toBeGreaterThan(10);
    expect(usage?.rssMb).toBeGreaterThan(10);
    expect(handlerMs).toBeLessThanOrEqual(ms);
  });

  it('reaches AWS IoT over TLS, and takes longer with a small share of the CPU', async () => {
    const secure = { AWS_ENDPOINT_URL: iot.secureUrl, NODE_EXTRA_CA_CERTS: iot.certificateFile };
    running = await start(secure);
    const { ms: free } = await running.invoke(attachEvent(1));
    await running.stop();
    running = await start(secure, 128);
    const { statusCode, ms } = await running.invoke(attachEvent(2));
    expect(statusCode).toBe(200);
    expect(ms).toBeGreaterThan(2 * free);
  }, 15_000);

  it('is told of when it ends before its first event', async () => {
    await expect(start({ CONNECTION_TEMPLATE: 'not JSON' })).rejects.toThrow('ended with 1');
  });
});
