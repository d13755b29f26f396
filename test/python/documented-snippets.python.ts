import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SignedInUser } from '../../journey/traveller.js';
import { certificateAuthority } from '../../sandbox/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { documentedSnippets, repository } from '../support/documented-snippets.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const run = promisify(execFile);
const venv = join(repository, '.cache/python');
const python = join(venv, 'bin/python');

describe('the Python snippets of the documents', () => {
  const caFolder = mkdtempSync(join(tmpdir(), 'cognito-iot-python-'));
  let caFile: string;
  let sandbox: Sandbox;
  let user: SignedInUser;

  beforeAll(async () => {
    await run('python3', ['-m', 'venv', venv]);
    await run(python, ['-m', 'pip', 'install', '--quiet', 'boto3==1.42.0', 'paho-mqtt==2.1.0']);
    ({ caFile } = await certificateAuthority(caFolder));
    sandbox = await runningSandbox({ caFolder });
    user = await signedInUser(sandbox);
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(caFolder, { recursive: true });
  });

  it('attach, connect, and hear what they publish', async () => {
    const snippets = documentedSnippets().filter(({ language }) => language === 'python');
    expect(snippets).toHaveLength(1);
    const program = `${names(user)}\n${forSandbox(snippets[0]?.code ?? '', sandbox)}\n${message}`;
    const outputs = JSON.stringify(sandbox.outputs).replaceAll('http://', 'https://');
    const { stdout } = await run(python, ['-c', program], { env: { OUTPUTS: outputs, SSL_CERT_FILE: caFile } });
    expect(stdout.trim()).toBe('users/me/telemetry b\'{"temperature": 21.5}\''.replace('me', user.identityId));
  });
});

/** What the prose of the snippet speaks of. */
function names({ credentials, identityId }: SignedInUser): string {
  return [
    'import json, os',
    'outputs = json.loads(os.environ["OUTPUTS"])',
    'region = outputs["Region"]',
    `access_key, secret_key = ${JSON.stringify(credentials.accessKeyId)}, ${JSON.stringify(credentials.secretAccessKey)}`,
    `session_token = ${JSON.stringify(credentials.sessionToken)}`,
    `identity_id = ${JSON.stringify(identityId)}`,
  ].join('\n');
}

/** The sandbox has a port of its own. A replacement that finds nothing would prove nothing. */
function forSandbox(code: string, { outputs }: Sandbox): string {
  const [host, port] = (outputs.IotEndpoint ?? '').split(':');
  const connecting = 'client.connect(outputs["IotEndpoint"], 443)';
  if (!code.includes(connecting)) throw new Error(`The snippet no longer holds ${connecting}.`);
  return code.replace(connecting, `client.connect("${host}", ${port})`);
}

const message = `
topic = f"users/{identity_id}/telemetry"
def heard(client, userdata, message):
    print(message.topic, message.payload)
    client.disconnect()
client.on_connect = lambda client, *rest: client.subscribe(topic, qos=1)
client.on_subscribe = lambda client, *rest: client.publish(topic, json.dumps({"temperature": 21.5}), qos=1)
client.on_message = heard
client.loop_forever()
`;
