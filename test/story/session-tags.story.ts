import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

it('roles whose trust policy does not take session tags give no credentials', async () => {
  const strict = await runningSandbox({
    assembly: synthesizedAssembly((template) => {
      const resources = Object.entries(template.Resources);
      const refTo = (type: string) => ({ Ref: resources.find(([, { Type }]) => Type === type)?.[0] });
      const pool = resources.find(([, { Type }]) => Type === 'AWS::Cognito::IdentityPool');
      const IdentityProviderName = pool?.[1].Properties.CognitoIdentityProviders[0].ProviderName;
      template.Resources.Tags = {
        Type: 'AWS::Cognito::IdentityPoolPrincipalTag',
        Properties: { IdentityPoolId: refTo('AWS::Cognito::IdentityPool'), IdentityProviderName, UseDefaults: true },
      };
    }),
  });
  await expect(signedInUser(strict)).rejects.toMatchObject({ name: 'InvalidIdentityPoolConfigurationException' });
  await strict.stop();
});
