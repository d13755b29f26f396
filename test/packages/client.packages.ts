import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmptyProject, emptyProject } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

describe('cognito-iot-client in an empty project', () => {
  let project: EmptyProject;

  beforeAll(() => {
    project = emptyProject(['cognito-iot-client'], ['vite@8', '@types/node@20']);
    project.write({
      'index.html': '<!doctype html><title>App</title><script type="module" src="/app.js"></script>',
      'app.js': app,
      'typed.mts': typed,
      'typed.cts': typed,
    });
  });

  afterAll(() => project.remove());

  it('is built into a page by Vite, with nothing of Node and no warning', () => {
    const said = project.run(process.execPath, ['node_modules/vite/bin/vite.js', 'build']);
    expect(said).not.toMatch(/warn|externalized/i);
    expect(builtCode()).toContain('X-Amz-Signature');
  });

  it('costs a page nothing that does not use it', () => {
    project.write({ 'app.js': "import { createIotClient } from 'cognito-iot-client';\nconsole.log('no client');" });
    project.run(process.execPath, ['node_modules/vite/bin/vite.js', 'build']);
    expect(builtCode().length).toBeLessThan(2_000);
  });

  it.each([
    { by: 'import', args: ['--input-type=module'], load: "import * as client from 'cognito-iot-client';" },
    { by: 'require', args: ['--input-type=commonjs'], load: "const client = require('cognito-iot-client');" },
  ])('is loaded in Node by $by', ({ args, load }) => {
    const check = `${load}
try { client.createIotClient({ outputs: {}, credentials: async () => ({}) }); } catch (error) {
  console.log(error instanceof client.InvalidOutputsError, error.code);
}`;
    expect(project.run(process.execPath, [...args, '--eval', check]).trim()).toBe('true InvalidOutputs');
  });

  it.each(moduleKinds)('has types under $kind', ({ options }) => {
    const browser = ['--lib', 'es2023,dom,dom.iterable'];
    expect(typeCheck(project, ['typed.mts', 'typed.cts'], [...options, ...browser])).toBe('');
  });

  function builtCode(): string {
    const folder = join(project.folder, 'dist/assets');
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
    return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  }
});

const outputs = `{
  Region: 'eu-west-1',
  AttachPolicyUrl: 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/attach-policy',
  IotEndpoint: 'abc-ats.iot.eu-west-1.amazonaws.com',
}`;

const app = `
import { createIotClient } from 'cognito-iot-client';

const client = createIotClient({ outputs: ${outputs}, credentials: async () => ({ accessKeyId: 'A', secretAccessKey: 'S' }) });
await client.connect();
`;

const typed = `
import { createIotClient, type IotClient, NotAuthorizedError, type StackOutputs } from 'cognito-iot-client';

const outputs: StackOutputs = ${outputs};
const credentials = async () => ({ accessKeyId: 'A', secretAccessKey: 'S' });
export const client: IotClient = createIotClient({ outputs, credentials });
client.publish(client.myTopic('hello'), 'world').catch((error: unknown) => {
  if (error instanceof NotAuthorizedError) console.log(error.allowed);
});
`;
