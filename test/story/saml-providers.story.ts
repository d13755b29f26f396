import { GetIdentityPoolRolesCommand, GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { createIotClient } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';

const ROLE = 'https://aws.amazon.com/SAML/Attributes/Role';
const settings = {
  samlProviders: [{ name: 'corp', metadataFile: 'test/support/saml-metadata.xml' }],
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
};

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
let provider: string;
const lines: string[] = [];
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  sandbox = await settingsSandbox(settings, {
    onLogLine: (line) => lines.push(line),
    edit(template) {
      // So that the refusal of the classic flow is the one of SAML.
      onlyResource(template, 'AWS::Cognito::IdentityPool').AllowClassicFlow = true;
    },
  });
  aws = awsClients(sandbox);
  const { Groups } = await aws.users.send(new ListGroupsCommand({ UserPoolId: sandbox.outputs.UserPoolId }));
  groupRole = Groups?.[0]?.RoleArn ?? '';
  provider = groupRole.replace(/:role\/.*/, ':saml-provider/corp');
}, 30_000);
afterAll(async () => {
  for (const end of endings) await end();
  await sandbox.stop();
});

let groupRole: string;
const assertion = (more: object = {}) => sandbox.loginToken({ provider, user: 'ada@corp.example', ...more });
const xmlOf = (response: string) => Buffer.from(response, 'base64').toString();
const refused = async (xml: string) => {
  const Logins = { [provider]: Buffer.from(xml).toString('base64') };
  return aws.identity(Logins).then(
    () => 'taken',
    (error: Error) => `${error.name}: ${error.message}`,
  );
};

describe('a user of a SAML provider', () => {
  it('is attached, connects, and hears a message', async () => {
    const credentials = fromCognitoIdentityPool({
      identityPoolId: sandbox.outputs.IdentityPoolId ?? '',
      logins: { [provider]: await assertion() },
      clientConfig: { region: sandbox.outputs.Region ?? '', endpoint: sandbox.url },
    });
    const { Region = '', AttachPolicyUrl = '', IotEndpoint = '' } = sandbox.outputs;
    const client = createIotClient({ outputs: { Region, AttachPolicyUrl, IotEndpoint }, credentials });
    endings.push(() => client.close());
    await client.connect();
    const heard = new Promise<string>((resolve) => {
      void client.subscribe(client.myTopic('telemetry'), (message) => resolve(message.text()));
    });
    await client.publish(client.myTopic('telemetry'), 'hello');
    expect(await heard).toBe('hello');
  });

  it('comes back as the same identity, and another as another', async () => {
    const { identityId } = await aws.identity({ [provider]: await assertion() });
    expect((await aws.identity({ [provider]: await assertion() })).identityId).toBe(identityId);
    expect((await aws.identity({ [provider]: await assertion({ user: 'a<b>&"' }) })).identityId).not.toBe(identityId);
  });

  it("cannot act as a group, though the provider's own assertion names the role", async () => {
    const Logins = { [provider]: await assertion({ claims: { [ROLE]: `${groupRole},${provider}` } }) };
    const message = 'Invalid identity pool configuration. Check assigned IAM roles for this pool.';
    await expect(aws.identity(Logins)).rejects.toMatchObject({ message });
  });

  it('gets the role that the assertion names where that trusts the pool, and has to choose among several', async () => {
    const { IdentityPoolId } = sandbox.outputs;
    const { Roles } = await aws.identitiesAs().send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    const users = Roles?.authenticated ?? '';
    const one = { [provider]: await assertion({ claims: { [ROLE]: `${provider},${users}` } }) };
    const { identityId } = await aws.identity(one);
    const both = [`${users},${provider}`, `${groupRole},${provider}`];
    const Logins = { [provider]: await assertion({ claims: { [ROLE]: both } }) };
    await expect(aws.credentials(identityId, Logins)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await aws.credentials(identityId, Logins, users)).toHaveProperty('sessionToken');
    const other = users.replace('role/', 'role/Other');
    await expect(aws.credentials(identityId, Logins, other)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('does not get a token of the classic flow', async () => {
    const Logins = { [provider]: await assertion() };
    const { identityId: IdentityId } = await aws.identity(Logins);
    await expect(aws.identitiesAs().send(new GetOpenIdTokenCommand({ IdentityId, Logins }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('an assertion', () => {
  it('is refused with another user, or another role, in the place of what was signed', async () => {
    const xml = xmlOf(await assertion({ claims: { [ROLE]: `a,${provider}` } }));
    expect(await refused(xml.replace('ada@corp.example', 'eve@corp.example'))).toMatch(/Response signature invalid/);
    expect(await refused(xml.replace(`>a,${provider}`, `>b,${provider}`))).toMatch(/Response signature invalid/);
    expect(await refused(xml.replace(/<Signature.*<\/Signature>/s, ''))).toMatch(/Response signature invalid/);
    expect(await refused('nonsense')).toMatch(/Response signature invalid/);
  });

  it.each([
    ['before it', (signed: string, forged: string) => `${forged}${signed}`],
    ['after it', (signed: string, forged: string) => `${signed}${forged}`],
    ['around it', (signed: string, forged: string) => forged.replace('</Assertion>', `${signed}</Assertion>`)],
    [
      'in its place, the signed one put aside',
      (signed: string, forged: string) => `${forged}<Extensions>${signed}</Extensions>`,
    ],
  ])('is refused when a forged one stands %s: signature wrapping', async (_title, wrap) => {
    const xml = xmlOf(await assertion());
    const [signed = ''] = /<Assertion.*<\/Assertion>/s.exec(xml) ?? [];
    const unsigned = signed.replace(/<Signature.*<\/Signature>/s, '').replace('ada@corp.example', 'eve@corp.example');
    const same = await refused(xml.replace(signed, wrap(signed, unsigned)));
    const own = await refused(xml.replace(signed, wrap(signed, unsigned.replace(/ID="_[^"]*"/, 'ID="_forged"'))));
    expect([same, own]).toEqual([
      expect.stringMatching(/signature invalid/),
      expect.stringMatching(/signature invalid/),
    ]);
  });

  it('is not cut short by a comment in the name', async () => {
    const xml = xmlOf(await assertion({ user: 'ada@corp.example.evil' }));
    const cut = await refused(xml.replace('ada@corp.example.evil', 'ada@corp.example<!-- -->.evil'));
    if (cut === 'taken') {
      const Logins = {
        [provider]: Buffer.from(xml.replace('example.evil', 'example<!-- -->.evil')).toString('base64'),
      };
      const honest = await aws.identity({ [provider]: await assertion() });
      expect((await aws.identity(Logins)).identityId).not.toBe(honest.identityId);
    }
  });

  it('is for AWS, by its audience', async () => {
    await expect(aws.identity({ [provider]: await assertion({ appId: 'urn:another' }) })).rejects.toThrow(
      'another audience',
    );
    const recipient = 'https://signin.aws.amazon.com/saml';
    expect(await aws.identity({ [provider]: await assertion({ appId: recipient }) })).toHaveProperty('identityId');
  });

  it('is good for five minutes', async () => {
    const Logins = { [provider]: await assertion() };
    sandbox.clock.advance(299_000);
    expect(await aws.identity(Logins)).toHaveProperty('identityId');
    sandbox.clock.advance(2000);
    await expect(aws.identity(Logins)).rejects.toThrow('has expired');
  });
});

it('is said to be signed by another key than that of the metadata', () => {
  expect(lines.join('\n')).toContain(`Assertions of ${provider} are signed by the sandbox's own key`);
});
