import { createDirectory } from '../../directory/index.js';
import { configuration, type GrantingSandbox, grantingSandbox } from '../grants/granting-sandbox.js';

const [first, second] = ['a', 'b'].map((digit) => `us-east-1:${digit.repeat(8)}-0000-4000-8000-000000000000`);
const { tableName, userPoolId } = configuration;

describe('the directory, read from a back end', () => {
  let sandbox: GrantingSandbox;
  beforeAll(async () => {
    sandbox = await grantingSandbox();
    await sandbox.record('ada', first ?? '');
    await sandbox.record('ada', second ?? '');
    await sandbox.grants.grant({ user: 'ada', device: 'lamp' });
  });
  afterAll(() => sandbox.stop());
  const directory = () => createDirectory({ tableName, userPoolId, dynamodb: sandbox.dynamodb });

  it('knows the identities of a user, the latest first', async () => {
    const identities = await directory().identitiesOf('ada');
    expect(identities.map(({ identityId }) => identityId)).toEqual([second, first]);
    expect(identities[0]).toEqual({
      identityId: second,
      identityPoolId: 'us-east-1:pool',
      roleName: undefined,
      firstPost: expect.any(Date),
      lastPost: expect.any(Date),
      detachedAt: undefined,
    });
  });

  it('knows the user of an identity', async () => {
    expect(await directory().userOf(first ?? '')).toEqual({ userPoolId, sub: 'ada' });
  });

  it('knows nothing of whoever has not called', async () => {
    expect(await directory().identitiesOf('bob')).toEqual([]);
    expect(await directory().userOf('us-east-1:ffffffff-0000-4000-8000-000000000000')).toBeUndefined();
  });

  it('says what to do where nothing says which table it is', () => {
    expect(() => createDirectory({ tableName })).toThrow(/call access.grantDirectoryRead\(fn\)/);
  });
});
