import type { Sandbox } from '../../sandbox/sandbox.js';
import { type SettingsSandboxOptions, settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

const allowedOrigins = ['https://a.example.com', 'https://b.example.com'];
const running: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

async function boot(edit?: SettingsSandboxOptions['edit']): Promise<Sandbox> {
  const sandbox = await settingsSandbox({ allowedOrigins }, edit && { edit });
  running.push(sandbox);
  return sandbox;
}

const allowedFor = (response: Response) => response.headers.get('access-control-allow-origin');
const refused = (sandbox: Sandbox, origin: string) =>
  fetch(sandbox.outputs.AttachPolicyUrl ?? '', { method: 'POST', headers: { origin } });

it('a page of any of several origins can read a refusal of API Gateway, and an answer of the function', async () => {
  const sandbox = await boot();
  const { credentials } = await signedInUser(sandbox);
  for (const origin of allowedOrigins) {
    const answer = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials, headers: { origin } });
    expect([answer.status, allowedFor(answer)]).toEqual([200, origin]);
    const refusal = await refused(sandbox, origin);
    expect([refusal.status, allowedFor(refusal)]).toEqual([403, '*']);
    expect(refusal.headers.has('access-control-allow-credentials')).toBe(false);
  }
  const elsewhere = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', {
    credentials,
    headers: { origin: 'https://evil.example' },
  });
  expect(allowedFor(elsewhere)).toBe(allowedOrigins[0]);
}, 30_000);

it.each([
  { name: 'Origin', allowed: null },
  { name: 'origin', allowed: 'https://a.example.com' },
])(
  'a gateway response that repeats the header $name allows $allowed',
  async ({ name, allowed }) => {
    const sandbox = await boot(({ Resources }) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type !== 'AWS::ApiGateway::GatewayResponse') continue;
        Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'] =
          `method.request.header.${name}`;
      }
    });
    expect(allowedFor(await refused(sandbox, 'https://a.example.com'))).toBe(allowed);
  },
  30_000,
);
