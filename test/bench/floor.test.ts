import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { functionEnvironment } from '../../bench/function/function-environment.js';

const run = promisify(execFile);
const floor = join(import.meta.dirname, '../../bench/variants/floor.mjs');

describe('the floor that cold starts are compared with', () => {
  it('signs as the SDK does, so that it leaves no work out', async () => {
    const date = new Date('2026-11-21T08:00:00Z');
    const body = '{"target":"eu-west-1:db9476fd-de77-4977-839f-4f943ff5d68c"}';
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const script = `import(${JSON.stringify(floor)}).then(({ sign }) => {
      const headers = ${JSON.stringify(headers)};
      const body = ${JSON.stringify(body)};
      process.stdout.write(JSON.stringify(sign({ headers, body, date: new Date(${date.getTime()}) })));
    })`;
    const { stdout } = await run(process.execPath, ['--eval', script], { env: { ...functionEnvironment } });
    const mine = JSON.parse(stdout) as Record<string, string>;

    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = functionEnvironment;
    const credentials = {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    };
    const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'iot', sha256: Sha256 });
    const request = new HttpRequest({
      method: 'PUT',
      hostname: 'iot.eu-west-1.amazonaws.com',
      path: '/target-policies/BenchPolicy',
      headers: { ...headers, host: 'iot.eu-west-1.amazonaws.com' },
      body,
    });
    const signed = await signer.sign(request, { signingDate: date });
    const { authorization, ...others } = mine;
    expect(authorization).toBe(signed.headers.authorization);
    expect(others).toMatchObject({ 'x-amz-date': '20261121T080000Z' });
  });
});
