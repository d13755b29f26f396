import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { documentedSnippets, repository } from '../support/documented-snippets.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const run = promisify(execFile);
const venv = join(repository, '.cache/python');
const python = join(venv, 'bin/python');

describe('the Python snippets of the documents', () => {
  let sandbox: Sandbox;
  let user: SignedInUser;

  beforeAll(async () => {
    await run('python3', ['-m', 'venv', venv]);
    await run(python, ['-m', 'pip', 'install', '--quiet', 'boto3==1.42.0', 'paho-mqtt==2.1.0']);
    sandbox = await runningSandbox();
    user = await signedInUser(sandbox);
  });
  afterAll(() => sandbox.stop());

  it('attach, connect, and hear what they publish', async () => {
    const snippets = documentedSnippets().filter(({ language }) => language === 'python');
    expect(snippets).toHaveLength(1);
    const program = `${names(user)}\n${forSandbox(snippets[0]?.code ?? '', sandbox)}\n${message}`;
    const { stdout } = await run(python, ['-c', program], { env: { OUTPUTS: JSON.stringify(sandbox.outputs) } });
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

/** The sandbox speaks no TLS and has a port of its own. A replacement that finds nothing would prove nothing. */
function forSandbox(code: string, { outputs }: Sandbox): string {
  const [host, port] = (outputs.IotEndpoint ?? '').split(':');
  const replacements: [string, string][] = [
    ['f"https://', 'f"http://'],
    ['client.tls_set()\n', ''],
    ['client.connect(outputs["IotEndpoint"], 443)', `client.connect("${host}", ${port})`],
  ];
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The snippet no longer holds ${JSON.stringify(from)}.`);
    return text.replace(from, to);
  }, code);
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
