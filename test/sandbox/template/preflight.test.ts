import { preflightOrigins, readRestApis } from '../../../sandbox/api-gateway/rest-api/rest-api-resources.js';
import { resourceTypesOf } from '../../../sandbox/ground.js';
import { services } from '../../../sandbox/services.js';
import type { Template } from '../../../sandbox/template/assembly.js';
import { readStackResources } from '../../../sandbox/template/stack-resources.js';
import { synthesizedTemplate } from '../../lib/synthesized-template.js';

const origins = ['https://a.example', 'https://b.example', 'https://c.example'];

describe('the API of a stack with several origins', () => {
  // CDK types a template as any JSON.
  const template = synthesizedTemplate({ allowedOrigins: origins }) as unknown as Template;
  const environment = { region: 'us-east-1', accountId: '111122223333' };
  const [api] = readRestApis(
    readStackResources(
      { stackName: 'S', template, assetFolders: new Map(), metadata: [] },
      environment,
      resourceTypesOf(services),
    ),
  );

  it('has a preflight that answers each of them', () => {
    const preflight = api?.methods.find(({ httpMethod }) => httpMethod === 'OPTIONS')?.integration;
    expect(preflight).toMatchObject({ type: 'MOCK', headers: { 'Access-Control-Allow-Origin': origins[0] } });
    expect(preflight).toHaveProperty('allowedOrigins', expect.arrayContaining(origins.slice(1)));
    expect(new Set(preflightOrigins(api ? [api] : []))).toEqual(new Set(origins));
  });

  it("lets any page read API Gateway's own answers", () => {
    const headers = api?.gatewayResponses.get('DEFAULT_4XX')?.headers;
    expect(headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  });
});
