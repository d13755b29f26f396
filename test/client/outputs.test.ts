import { createIotClient, InvalidOutputsError } from '../../client/index.js';
import { readOutputs } from '../../client/outputs.js';
import { freshCredentials, outputs } from './client-under-test.js';

describe('stack outputs', () => {
  it('of AWS give wss: and https: addresses', () => {
    expect(readOutputs(outputs)).toMatchObject({
      region: 'eu-west-1',
      mqttUrl: 'wss://a1b2c3-ats.iot.eu-west-1.amazonaws.com/mqtt',
      attachPolicyUrl: outputs.AttachPolicyUrl,
    });
  });

  it.each(['127.0.0.1:4566', 'localhost:4566', '[::1]:4566'])('of a sandbox on %s give ws: and http:', (host) => {
    const url = `http://${host}/execute-api/x/v1/attach-policy`;
    const local = { ...outputs, IotEndpoint: host, AttachPolicyUrl: url };
    expect(readOutputs(local)).toMatchObject({ mqttUrl: `ws://${host}/mqtt`, attachPolicyUrl: url });
  });

  it('may name a custom domain', () => {
    expect(readOutputs({ ...outputs, IotEndpoint: 'iot.example.com' }).mqttUrl).toBe('wss://iot.example.com/mqtt');
  });

  it.each([
    { given: { ...outputs, Region: '' }, says: 'no Region' },
    { given: { ...outputs, AttachPolicyUrl: undefined }, says: 'no AttachPolicyUrl' },
    { given: { CognitoIotAccess: outputs }, says: 'outputs["CognitoIotAccess"]' },
    { given: undefined, says: 'cdk-outputs.json' },
    { given: { ...outputs, AttachPolicyUrl: 'http://api.example.com/attach-policy' }, says: 'must be an https:' },
    { given: { ...outputs, AttachPolicyUrl: 'http://127.0.0.1.example.com/' }, says: 'must be an https:' },
    { given: { ...outputs, IotEndpoint: 'a1b2c3.iot.eu-west-1.amazonaws.com' }, says: 'iot:Data-ATS' },
    { given: { ...outputs, IotEndpoint: 'a1b2c3-ats.iot.us-east-1.amazonaws.com' }, says: 'in us-east-1' },
    { given: { ...outputs, IotEndpoint: 'wss://a1b2c3-ats.iot.eu-west-1.amazonaws.com' }, says: 'without scheme' },
    { given: { ...outputs, IotEndpoint: 'a1b2c3-ats.iot.eu-west-1.amazonaws.com/mqtt' }, says: 'without scheme' },
  ])('are refused with $says', ({ given, says }) => {
    const create = () => createIotClient({ outputs: given as never, credentials: freshCredentials() });
    expect(create).toThrow(InvalidOutputsError);
    expect(create).toThrow(says);
  });

  describe('in amplify_outputs.json', () => {
    const file = { version: '1.4', auth: { identity_pool_id: 'eu-west-1:1', aws_region: 'eu-west-1' } };
    const iot = { ...outputs, IdentityPoolId: 'eu-west-1:1' };

    it('are taken as the file has them, under whatever name', () => {
      expect(readOutputs({ ...file, custom: { iot, other: 'x' } })).toEqual(readOutputs(outputs));
      expect(readOutputs({ ...file, custom: { devices: iot } })).toEqual(readOutputs(outputs));
    });

    it.each([
      { title: 'no custom outputs', given: file, says: 'backend.addOutput({ custom: { iot: access.outputs } })' },
      { title: 'other ones alone', given: { ...file, custom: { other: 'x' } }, says: 'no outputs of IotAccess under' },
      {
        title: 'two of them',
        given: { ...file, custom: { a: iot, b: iot } },
        says: 'several IotAccess: custom.a, custom.b',
      },
      {
        title: 'those of another sign-in',
        given: { ...file, custom: { iot: { ...iot, IdentityPoolId: 'eu-west-1:2' } } },
        says: 'for the identity pool eu-west-1:2, auth for eu-west-1:1',
      },
      { title: 'an incomplete one', given: { ...file, custom: { iot: { ...iot, Region: '' } } }, says: 'no Region' },
    ])('are refused where it has $title', ({ given, says }) => {
      const create = () => createIotClient({ outputs: given, credentials: freshCredentials() });
      expect(create).toThrow(InvalidOutputsError);
      expect(create).toThrow(says);
    });
  });
});
