import { readConfiguration } from '../../../lambda/attach-policy/configuration.js';
import { createConnections } from '../../../lambda/attach-policy/connections.js';
import { createTemplates } from '../../../lambda/attach-policy/group-connections.js';
import { environment, variable } from './function-under-test.js';

const topics = { publish: [], subscribe: [], receive: [] };
const template = (value: unknown) => JSON.stringify(value);

describe('the configuration', () => {
  it('is what the environment says', () => {
    expect(
      readConfiguration({ ...environment, ALLOWED_ORIGINS: ' https://a.example , capacitor://localhost ' }),
    ).toEqual({
      policyName: 'MyPolicy',
      identityPoolId: environment.IDENTITY_POOL_ID,
      endpoint: environment.IOT_ENDPOINT,
      dataPlaneUrl: `https://${environment.IOT_ENDPOINT}`,
      region: 'eu-west-1',
      allowedOrigins: ['https://a.example', 'capacitor://localhost'],
      connectionTemplate: JSON.parse(environment.CONNECTION_TEMPLATE),
      guestsAllowed: false,
    });
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IOT_DATA_PLANE'])(
    'leaves the data plane to the SDK when %s is set',
    (name) => {
      const { dataPlaneUrl } = readConfiguration({ ...environment, [name]: 'http://127.0.0.1:4566' });
      expect(dataPlaneUrl).toBeUndefined();
    },
  );

  it.each(Object.keys(environment))('names %s when it is missing or blank', (name) => {
    expect(() => readConfiguration({ ...environment, [name]: undefined })).toThrow(name);
    expect(() => readConfiguration({ ...environment, [name]: ' ' })).toThrow(name);
  });

  it('names all that is missing at once', () => {
    expect(() => readConfiguration({})).toThrow(Object.keys(environment).join(', '));
  });

  it.each([
    { name: 'IOT_ENDPOINT', value: 'https://abc.iot.eu-west-1.amazonaws.com' },
    { name: 'IOT_ENDPOINT', value: 'abc.iot.eu-west-1.amazonaws.com/mqtt' },
    { name: 'ALLOWED_ORIGINS', value: '*' },
    { name: 'ALLOWED_ORIGINS', value: 'https://a.example,' },
    { name: 'ALLOWED_ORIGINS', value: 'https://*.example' },
    { name: 'ALLOWED_ORIGINS', value: 'https://a.example/' },
    { name: 'ALLOWED_ORIGINS', value: 'https://A.example' },
    { name: 'ALLOWED_ORIGINS', value: 'https://a.example:443' },
    { name: 'ALLOWED_ORIGINS', value: 'a.example' },
    { name: 'ALLOWED_ORIGINS', value: 'null' },
    { name: 'GUESTS_ALLOWED', value: 'yes' },
    { name: 'GUESTS_ALLOWED', value: 'True' },
    { name: 'CONNECTION_TEMPLATE', value: '{' },
    { name: 'CONNECTION_TEMPLATE', value: 'null' },
    { name: 'CONNECTION_TEMPLATE', value: template({ topics }) },
    { name: 'CONNECTION_TEMPLATE', value: template({ clientId: 'the-same-for-everyone', topics }) },
    { name: 'CONNECTION_TEMPLATE', value: template({ clientId: variable }) },
    { name: 'CONNECTION_TEMPLATE', value: template({ clientId: variable, topics: { ...topics, receive: 'all' } }) },
    { name: 'CONNECTION_TEMPLATE', value: template({ clientId: variable, topics: { ...topics, publish: [7] } }) },
  ])('refuses $name=$value by name', ({ name, value }) => {
    expect(() => readConfiguration({ ...environment, [name]: value })).toThrow(name);
  });
});

describe('a connection', () => {
  it('has the identity ID in every place of the variable, as it is', () => {
    const connectionTemplate = {
      clientId: variable,
      topics: { ...topics, publish: [`a/${variable}/b/${variable}`, 'fixed'] },
    };
    const templates = createTemplates({ connectionTemplate, groupConnections: undefined });
    const connections = createConnections({ endpoint: 'host', region: 'eu-west-1', templates });
    const filled = connections.of({ identityId: "eu-west-1:$&$'" });
    expect(filled.clientId).toBe("eu-west-1:$&$'");
    expect(filled.topics?.publish).toEqual(["a/eu-west-1:$&$'/b/eu-west-1:$&$'", 'fixed']);
  });
});
