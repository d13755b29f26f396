import { ada, addConfirmed, newWorld, refusal, userPoolId, type World } from '../people.js';

interface Listed {
  readonly Users: readonly {
    readonly Username: string;
    readonly Attributes: readonly { Name: string; Value: string }[];
  }[];
  readonly PaginationToken?: string;
}

const list = ({ call }: World, input: object = {}) => call<Listed>('ListUsers', { UserPoolId: userPoolId, ...input });
const emails = ({ Users }: Listed) =>
  Users.map(({ Attributes }) => Attributes.find(({ Name }) => Name === 'email')?.Value);

/** Five people, one second after the other; the last has not confirmed, the one before is disabled. */
async function fivePeople(): Promise<World> {
  const world = newWorld();
  for (const name of ['ada', 'adele', 'grace', 'linus']) {
    await addConfirmed(world, { email: `${name}@example.com`, password: ada.password });
    world.clock.advance(1000);
  }
  await world.call('SignUp', {
    Username: 'tim@example.com',
    Password: ada.password,
    UserAttributes: [{ Name: 'name', Value: 'Tim "the" Tester' }],
  });
  await world.call('AdminDisableUser', { UserPoolId: userPoolId, Username: 'linus@example.com' });
  return world;
}

describe('the users of a pool', () => {
  it('are listed with all that an operator may know', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const [user] = world.pools.users();
    expect((await list(world)).Users).toEqual([
      {
        Username: user?.userName,
        Attributes: expect.arrayContaining([
          { Name: 'email', Value: ada.email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'sub', Value: user?.sub },
        ]),
        UserCreateDate: world.clock.now() / 1000,
        UserLastModifiedDate: expect.any(Number),
        Enabled: true,
        UserStatus: 'CONFIRMED',
      },
    ]);
  });

  it('come in pages, each user once, whoever is deleted meanwhile', async () => {
    const world = await fivePeople();
    const first = await list(world, { Limit: 2 });
    expect(emails(first)).toEqual(['ada@example.com', 'adele@example.com']);
    await world.call('AdminDeleteUser', { UserPoolId: userPoolId, Username: 'adele@example.com' });
    const second = await list(world, { Limit: 2, PaginationToken: first.PaginationToken });
    expect(emails(second)).toEqual(['grace@example.com', 'linus@example.com']);
    const third = await list(world, { Limit: 2, PaginationToken: second.PaginationToken });
    expect(emails(third)).toEqual(['tim@example.com']);
    expect(third).not.toHaveProperty('PaginationToken');
  });

  it.each([
    ['email = "ada@example.com"', ['ada']],
    ['email ^= "ad"', ['ada', 'adele']],
    ['email^="ad"', ['ada', 'adele']],
    ['status = "Disabled"', ['linus']],
    ['status = "disabled"', []],
    ['cognito:user_status = "Unconfirmed"', ['tim']],
    ['name = "Tim \\"the\\" Tester"', ['tim']],
    ['family_name = ""', []],
    ['', ['ada', 'adele', 'grace', 'linus', 'tim']],
  ])('are found by %s', async (Filter, names) => {
    expect(emails(await list(await fivePeople(), { Filter }))).toEqual(names.map((name) => `${name}@example.com`));
  });

  it.each([
    ['email', /Error while parsing filter/],
    ['email = ada', /Error while parsing filter/],
    ['email = "ada" or email = "grace"', /Error while parsing filter/],
    ['email != "ada"', /Error while parsing filter|Invalid search attribute/],
    ['custom:team = "a"', /Invalid search attribute: custom:team/],
    ['constructor = "a"', /Invalid search attribute: constructor/],
  ])('are not found by %s', async (Filter, words) => {
    const refused = await refusal(list(newWorld(), { Filter }));
    expect(refused).toMatch(/^InvalidParameterException: /);
    expect(refused).toMatch(words);
  });

  it('show the attributes that are asked for', async () => {
    const world = await fivePeople();
    const { Users } = await list(world, { AttributesToGet: ['email'], Limit: 1 });
    expect(Users[0]?.Attributes).toEqual([{ Name: 'email', Value: 'ada@example.com' }]);
    expect(await refusal(list(world, { AttributesToGet: ['custom:none'] }))).toBe(
      'InvalidParameterException: One or more requested attributes do not exist.',
    );
  });

  it.each([
    [{ Limit: 61 }, /less than or equal to 60/],
    [{ PaginationToken: 'made-up' }, /^InvalidParameterException: Invalid pagination token/],
    [{ UserPoolId: 'eu-west-1_Other' }, /^ResourceNotFoundException/],
    [{ Sort: 'email' }, /^SandboxUnsupported: .*the field Sort of cognito-idp:ListUsers/],
  ])('are not listed for %j', async (input, refused) => {
    expect(await refusal(list(newWorld(), input))).toMatch(refused);
  });
});
