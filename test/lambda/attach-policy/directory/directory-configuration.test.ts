import { readDirectoryConfiguration } from '../../../../lambda/attach-policy/directory/directory-configuration.js';
import { access, deviceEnvironment, directoryEnvironment } from './function-with-directory.js';

const withAccess = (changed: object) => ({
  ...deviceEnvironment,
  DEVICE_ACCESS: JSON.stringify({ ...access, ...changed }),
});

describe('the environment of a function with a directory', () => {
  it('is read, without devices', () => {
    const read = readDirectoryConfiguration({ ...directoryEnvironment, DEVICE_ACCESS: ' ' });
    expect(read).toEqual({ tableName: 'Directory', userPoolId: 'eu-west-1_EXAMPLE', devices: undefined });
  });

  it('is read, with devices, and nothing else of what stands there', () => {
    const { devices } = readDirectoryConfiguration(withAccess({ other: 1 }));
    expect(devices).toEqual({ access, policyPrefix: 'Stack-' });
  });

  it.each([
    { title: 'nothing', environment: {}, says: 'Missing environment variables: DIRECTORY_TABLE, USER_POOL_ID.' },
    { title: 'no pool', environment: { DIRECTORY_TABLE: 'Directory' }, says: 'variables: USER_POOL_ID. Deploy' },
    {
      title: 'devices by half',
      environment: { ...directoryEnvironment, DEVICE_POLICY_PREFIX: 'x' },
      says: 'variables: DEVICE_ACCESS.',
    },
    {
      title: 'no table name',
      environment: { ...directoryEnvironment, DIRECTORY_TABLE: 'a/b' },
      says: 'DIRECTORY_TABLE is "a/b". Give the name of a DynamoDB table.',
    },
    {
      title: 'no pool ID',
      environment: { ...directoryEnvironment, USER_POOL_ID: 'eu-west-1_x,y' },
      says: 'USER_POOL_ID is "eu-west-1_x,y". Give the ID of a user pool.',
    },
    {
      title: 'a wild prefix',
      environment: { ...deviceEnvironment, DEVICE_POLICY_PREFIX: '*' },
      says: 'DEVICE_POLICY_PREFIX is "*"',
    },
    {
      title: 'a prefix that leaves no room for the rest of 128',
      environment: { ...deviceEnvironment, DEVICE_POLICY_PREFIX: 'x'.repeat(95) },
      says: 'up to 94 characters',
    },
    { title: 'no JSON', environment: { ...deviceEnvironment, DEVICE_ACCESS: '{' }, says: 'is not JSON' },
    { title: 'null', environment: { ...deviceEnvironment, DEVICE_ACCESS: 'null' }, says: 'list "publish"' },
    { title: 'a text for a list', environment: withAccess({ publish: '{device}' }), says: 'no list "publish"' },
    { title: 'no list', environment: withAccess({ retain: undefined }), says: 'no list "retain"' },
    { title: 'a pattern of no device', environment: withAccess({ receive: ['all/*'] }), says: 'with {device} in each' },
    { title: 'another verb', environment: withAccess({ shadow: ['list'] }), says: 'of get, update and delete' },
  ])('with $title is refused', ({ environment, says }) => {
    expect(() => readDirectoryConfiguration(environment)).toThrow(says);
  });
});
