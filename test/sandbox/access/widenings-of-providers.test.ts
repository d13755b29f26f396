import { accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { all, CLIENT, type Edit, idOf, nothing, POOL, set } from './template-edits.js';

const reportOf = (edit: Edit) => accessReport(synthesizedAssembly(edit));
const add =
  (id: string, Type: string, properties: object, pool = 'AWS::Cognito::UserPool', property = 'UserPoolId'): Edit =>
  (template) => {
    const Properties = { ...properties, [property]: { Ref: idOf(template, pool) } };
    Object.assign(template.Resources, { [id]: { Type, Properties } });
  };
const provider = ({ details = {}, mapping = {} }: { details?: object; mapping?: object }): Edit =>
  add('Company', 'AWS::Cognito::UserPoolIdentityProvider', {
    ProviderName: 'Company',
    ProviderType: 'OIDC',
    ProviderDetails: { oidc_issuer: 'https://id.example', client_id: 'a', client_secret: 'hidden', ...details },
    AttributeMapping: { email: 'email', ...mapping },
  });
const oidc =
  (...ClientIdList: string[]): Edit =>
  ({ Resources }) => {
    const Properties = { Url: 'https://id.example', ClientIdList };
    Resources.Oidc = { Type: 'AWS::IAM::OIDCProvider', Properties };
  };
const tagged = (WriteAttributes?: readonly string[]): Edit =>
  all(
    add(
      'Tags',
      'AWS::Cognito::IdentityPoolPrincipalTag',
      { IdentityProviderName: 'p', PrincipalTags: { t: 'custom:tenant' } },
      POOL,
      'IdentityPoolId',
    ),
    WriteAttributes === undefined ? nothing : set(CLIENT, { WriteAttributes }),
  );

describe('a baseline notices of providers', () => {
  it.each<{ title: string; before: Edit; edit: Edit; told: string }>([
    {
      title: 'another issuer',
      before: provider({}),
      edit: provider({ details: { oidc_issuer: 'https://evil.example' } }),
      told: 'oidc_issuer https://evil.example',
    },
    {
      title: 'an attribute that is taken over',
      before: provider({}),
      edit: provider({ mapping: { 'custom:tenant': 'tenant' } }),
      told: 'custom:tenant of tenant',
    },
    { title: 'a client of an OIDC provider', before: oidc('a'), edit: oidc('a', 'b'), told: 'for b' },
    {
      title: 'another app of a login provider',
      before: set(POOL, { SupportedLoginProviders: { 'accounts.google.com': 'ours' } }),
      edit: set(POOL, { SupportedLoginProviders: { 'accounts.google.com': 'theirs' } }),
      told: 'accounts.google.com theirs',
    },
    {
      title: 'a tag that users write themselves',
      before: tagged(['email']),
      edit: tagged(['email', 'custom:tenant']),
      told: 'writable-claim: custom:tenant',
    },
  ])('$title', ({ before, edit, told }) => {
    const { wider } = compareAccess(reportOf(before), reportOf(edit));
    expect(wider.map(({ what }) => what)).toEqual([expect.stringContaining(told)]);
  });

  it('and says no secret', () => {
    expect(JSON.stringify(reportOf(provider({})))).not.toContain('hidden');
  });

  it('and nothing of what is less', () => {
    const { wider } = compareAccess(reportOf(tagged(['email', 'custom:tenant'])), reportOf(tagged(['email'])));
    expect(wider).toEqual([]);
  });
});
