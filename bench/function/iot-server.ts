import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificate } from './certificate.js';

/** What the server has seen since the last count. */
export interface IotCount {
  readonly puts: number;
  readonly otherRequests: number;
  /** Identities in the PUTs, each counted once. */
  readonly identities: number;
  readonly connections: number;
}

/** AWS IoT's place in the measurements: a process of its own that answers each request at once. */
export interface IotServer {
  /** `http:`, and `https:` with the certificate in `certificateFile`. */
  readonly url: string;
  readonly secureUrl: string;
  readonly certificateFile: string;
  /** Gives the count and starts it again. */
  count(): Promise<IotCount>;
  stop(): void;
}

/** @param folder for the certificate */
export async function startIotServer(folder: string): Promise<IotServer> {
  const certificate = createCertificate();
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, certificate.cert);
  const child = fork(join(import.meta.dirname, 'iot-answers.mjs'), { execArgv: [] });
  const { port, securePort } = await ask<{ port: number; securePort: number }>(child, certificate);
  return {
    url: `http://127.0.0.1:${port}`,
    secureUrl: `https://127.0.0.1:${securePort}`,
    certificateFile,
    count: () => ask<IotCount>(child, 'count'),
    stop: () => void child.kill(),
  };
}

async function ask<T>(child: ChildProcess, message: object | string): Promise<T> {
  const answer = once(child, 'message');
  child.send(message);
  const [value] = await answer;
  return value as T;
}
