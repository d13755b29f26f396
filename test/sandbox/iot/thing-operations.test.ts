import {
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DescribeThingCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListPrincipalThingsCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
} from '@aws-sdk/client-iot';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const principal = 'us-east-1:00000000-0000-4000-8000-000000000001';
const other = 'us-east-1:00000000-0000-4000-8000-000000000002';
let sandbox: Sandbox;
let iot: IoTClient;
beforeAll(async () => {
  sandbox = await runningSandbox();
  iot = iotClients(sandbox).iot;
});
beforeEach(() => sandbox.clock.advance(1000));
afterAll(() => sandbox.stop());

const create = (thingName: string) => iot.send(new CreateThingCommand({ thingName }));
const attach = (thingName: string, who = principal) =>
  iot.send(new AttachThingPrincipalCommand({ thingName, principal: who }));

describe('a thing', () => {
  it('is made once however often it is asked for, and described', async () => {
    const made = await create('press');
    const thingArn = 'arn:aws:iot:us-east-1:111122223333:thing/press';
    expect(made).toMatchObject({ thingName: 'press', thingArn });
    expect((await create('press')).thingId).toBe(made.thingId);
    const { thingId, defaultClientId, version } = await iot.send(new DescribeThingCommand({ thingName: 'press' }));
    expect({ thingId, defaultClientId, version }).toEqual({
      thingId: made.thingId,
      defaultClientId: 'press',
      version: 1,
    });
  });

  it('may have the name of an identity, and __proto__, too', async () => {
    for (const name of [principal, '__proto__']) expect((await create(name)).thingName).toBe(name);
  });

  it('is deleted only when nobody is attached to it', async () => {
    await create('drill');
    await attach('drill');
    const remove = () => iot.send(new DeleteThingCommand({ thingName: 'drill' }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await iot.send(new DetachThingPrincipalCommand({ thingName: 'drill', principal }));
    await remove();
    await expect(iot.send(new DescribeThingCommand({ thingName: 'drill' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(remove()).resolves.toBeDefined();
  });

  it.each([
    { title: 'with a name that is none', input: { thingName: 'a b' }, message: 'Invalid thing name' },
    {
      title: 'with attributes',
      input: { thingName: 'x', attributePayload: { attributes: { a: 'b' } } },
      message: 'attributePayload of iot:CreateThing',
    },
    { title: 'of a type', input: { thingName: 'x', thingTypeName: 'T' }, message: 'thingTypeName of iot:CreateThing' },
  ])('is refused $title', async ({ input, message }) => {
    await expect(iot.send(new CreateThingCommand(input))).rejects.toThrow(message);
  });
});

describe('the list of things', () => {
  it('goes page by page, oldest first', async () => {
    for (const name of ['lathe', 'mill']) await create(name);
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await iot.send(new ListThingsCommand({ maxResults: 2, nextToken }));
      expect(page.things?.length).toBeLessThanOrEqual(2);
      seen.push(...(page.things ?? []).map(({ thingName }) => thingName));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen.slice(-2)).toEqual(['lathe', 'mill']);
    const { things = [] } = await iot.send(new ListThingsCommand());
    expect(things.at(-1)).toEqual({
      thingName: 'mill',
      thingArn: 'arn:aws:iot:us-east-1:111122223333:thing/mill',
      attributes: {},
      version: 1,
    });
  });

  it.each([{ attributeName: 'a', attributeValue: 'b' }, { thingTypeName: 'T' }, { usePrefixAttributeValue: true }])(
    'refuses by name to look for %j',
    async (input) => {
      const [field] = Object.keys(input);
      await expect(iot.send(new ListThingsCommand(input))).rejects.toThrow(`the field ${field} of iot:ListThings`);
    },
  );
});

describe('attaching identities to things', () => {
  it('twice is the same as once, and each side lists the other, page by page', async () => {
    for (const name of ['one', 'two']) {
      await create(name);
      for (const who of [principal, principal, other]) await attach(name, who);
    }
    const { principals, nextToken } = await iot.send(
      new ListThingPrincipalsCommand({ thingName: 'one', maxResults: 1 }),
    );
    const rest = await iot.send(new ListThingPrincipalsCommand({ thingName: 'one', nextToken }));
    expect([principals, rest.principals]).toEqual([[principal], [other]]);
    const { things } = await iot.send(new ListPrincipalThingsCommand({ principal: other }));
    expect(things).toEqual(['one', 'two']);
  });

  it.each([
    { title: 'a thing that is not there', thing: 'none', who: principal, message: 'not found' },
    { title: 'an identity of another Region', thing: 'saw', who: principal.replace('us-', 'eu-'), message: 'Invalid' },
    { title: 'a certificate', thing: 'saw', who: 'arn:aws:iot:us-east-1:111122223333:cert/a', message: 'certificate' },
  ])('is refused for $title', async ({ thing, who, message }) => {
    await create('saw');
    await expect(attach(thing, who)).rejects.toThrow(message);
  });

  it('exclusively is refused by name', async () => {
    const input = { thingName: 'press', principal, thingPrincipalType: 'EXCLUSIVE_THING' as const };
    await expect(iot.send(new AttachThingPrincipalCommand(input))).rejects.toThrow('EXCLUSIVE_THING');
  });

  it('is refused beyond its quota', async () => {
    await create('busy');
    sandbox.guard.setQuota('iot:AttachThingPrincipal', 2);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => attach('busy')));
    sandbox.guard.reset('iot:AttachThingPrincipal');
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(errors).toContain('ThrottlingException');
  });
});

it('no user of the app may do any of it', async () => {
  const user = await signedInUser(sandbox);
  const asUser = iotClients(sandbox, user.credentials).iot;
  const thingName = 'press';
  const who = { thingName, principal: user.identityId };
  const denied = { name: 'AccessDeniedException' };
  await expect(asUser.send(new CreateThingCommand({ thingName }))).rejects.toMatchObject(denied);
  await expect(asUser.send(new DescribeThingCommand({ thingName }))).rejects.toMatchObject(denied);
  await expect(asUser.send(new ListThingsCommand())).rejects.toMatchObject(denied);
  await expect(asUser.send(new DeleteThingCommand({ thingName }))).rejects.toMatchObject(denied);
  await expect(asUser.send(new AttachThingPrincipalCommand(who))).rejects.toMatchObject(denied);
  await expect(asUser.send(new DetachThingPrincipalCommand(who))).rejects.toMatchObject(denied);
  await expect(asUser.send(new ListThingPrincipalsCommand({ thingName }))).rejects.toMatchObject(denied);
  await expect(asUser.send(new ListPrincipalThingsCommand(who))).rejects.toMatchObject(denied);
});

it('a thing of the template is there from the first moment, and one with attributes is left out by name', async () => {
  const assembly = synthesizedAssembly(({ Resources }) => {
    Resources.Named = { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'sensor' } };
    Resources.Unnamed = { Type: 'AWS::IoT::Thing', Properties: {} };
    const AttributePayload = { Attributes: { floor: '1' } };
    Resources.WithAttributes = { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'lift', AttributePayload } };
  });
  const own = await runningSandbox({ assembly });
  try {
    const { things } = await iotClients(own).iot.send(new ListThingsCommand());
    const names = things?.map(({ thingName }) => thingName);
    expect(names).toEqual(['sensor', expect.stringMatching(/^CognitoIotAccess-Unnamed-/)]);
    const left = expect.objectContaining({ logicalId: 'WithAttributes', type: 'AWS::IoT::Thing' });
    expect(own.views.notEmulated()).toEqual([left]);
  } finally {
    await own.stop();
  }
});
