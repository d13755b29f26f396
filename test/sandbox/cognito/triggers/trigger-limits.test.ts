import { startSandbox } from '../../../../sandbox/sandbox.js';
import { onlyResource } from '../../../support/settings-sandbox.js';
import { synthesizedAssembly } from '../../../support/synthesized-assembly.js';
import { refusal } from '../people.js';

const pairs = { PreTokenGenerationConfig: { LambdaArn: 'arn:two', LambdaVersion: 'V1_0' } };

it.each([
  {
    title: 'a trigger of the access token in the tier Lite',
    pool: {
      UserPoolTier: 'LITE',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'arn:two', LambdaVersion: 'V2_0' } },
    },
    words: /LambdaVersion "V2_0" .*Allowed: V1_0 in the tier LITE/,
  },
  {
    title: 'two functions for one trigger',
    pool: { LambdaConfig: { PreTokenGeneration: 'arn:one', ...pairs } },
    words: /LambdaArn "arn:two" .*Allowed: the function of PreTokenGeneration/,
  },
  {
    title: 'a function that is not in the template',
    pool: { LambdaConfig: { PreTokenGeneration: 'arn:two', ...pairs } },
    words: /the function arn:two, which is not in the template/,
  },
])('$title does not boot', async ({ pool, words }) => {
  const assembly = synthesizedAssembly((template) => {
    Object.assign(onlyResource(template, 'AWS::Cognito::UserPool'), pool);
  });
  expect(await refusal(startSandbox({ assembly }))).toMatch(words);
});
