import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { ofType, stackWithTrialFunction } from '../api-gateway/trial-function.js';
import { linkModules, sandboxOfFunctions } from './stack-of-functions.js';

const files = {
  'index.mjs': `export const handler = async (event, context) => [
    context.functionVersion, process.env.AWS_LAMBDA_FUNCTION_VERSION, context.invokedFunctionArn.split(':').slice(6).join(':'),
  ];`,
};
const caller = `
  import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
  const client = new LambdaClient({ maxAttempts: 1 });
  export const handler = (input) => client.send(new InvokeCommand(input)).then(
    ({ Payload }) => JSON.parse(Buffer.from(Payload).toString()),
    ({ name, message }) => name + ': ' + message,
  );`;
const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } };
const alias = {
  Type: 'AWS::Lambda::Alias',
  Properties: { Name: 'live', FunctionName: { Ref: 'F' }, FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] } },
};

describe('a function with a version and an alias', () => {
  let place: Awaited<ReturnType<typeof sandboxOfFunctions>>;
  beforeAll(async () => {
    const statements = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { Ref: 'Live' } }];
    place = await sandboxOfFunctions(
      { F: { files }, Caller: { files: { 'index.mjs': caller }, statements, properties: { Timeout: 20 } } },
      { V: version, Live: alias },
    );
    linkModules(place.app);
  });
  afterAll(() => place.stop());

  const arn = 'arn:aws:lambda:us-east-1:111122223333:function:F';
  it.each([
    { name: 'F', qualifier: undefined, runs: ['$LATEST', '$LATEST', 'F'] },
    { name: arn, qualifier: '$LATEST', runs: ['$LATEST', '$LATEST', 'F:$LATEST'] },
    { name: 'F:1', qualifier: undefined, runs: ['1', '1', 'F:1'] },
    { name: 'F', qualifier: 'live', runs: ['1', '1', 'F:live'] },
    { name: `${arn}:live`, qualifier: 'live', runs: ['1', '1', 'F:live'] },
    { name: '111122223333:function:F:live', qualifier: undefined, runs: ['1', '1', 'F:live'] },
  ])('is called as $name, $qualifier', async ({ name, qualifier, runs }) => {
    const answer = await place.invoke(name, qualifier === undefined ? {} : { Qualifier: qualifier });
    expect(answer).toMatchObject({ payload: runs, ExecutedVersion: runs[0] });
  });

  it.each([
    { name: 'F:2', qualifier: undefined, error: 'ResourceNotFoundException' },
    { name: 'F', qualifier: 'dead', error: 'ResourceNotFoundException' },
    { name: 'G', qualifier: 'live', error: 'ResourceNotFoundException' },
    { name: arn.replace('us-east-1', 'eu-west-1'), qualifier: undefined, error: 'ResourceNotFoundException' },
    { name: 'F:1', qualifier: 'live', error: 'InvalidParameterValueException' },
  ])('is not $name, $qualifier', async ({ name, qualifier, error }) => {
    const called = place.invoke(name, qualifier === undefined ? {} : { Qualifier: qualifier });
    await expect(called).rejects.toMatchObject({ name: error });
  });

  it('is called by another one whose role names the alias, and by no other name', async () => {
    const call = async (input: object) =>
      (await place.invoke('Caller', { Payload: Buffer.from(JSON.stringify(input)) })).payload;
    expect(await call({ FunctionName: 'F', Qualifier: 'live' })).toEqual(['1', '1', 'F:live']);
    expect(await call({ FunctionName: 'F:live' })).toEqual(['1', '1', 'F:live']);
    expect(await call({ FunctionName: 'F' })).toMatch(/^AccessDeniedException: .*lambda:InvokeFunction/);
    expect(await call({ FunctionName: 'F:1' })).toMatch(/^AccessDeniedException/);
  });
});

describe('an API that calls an alias', () => {
  /** The default stack, whose API calls the alias `live`; the permission names this function or alias. */
  async function answered(permitted: object) {
    const { assembly, deleteCode } = stackWithTrialFunction((template) => {
      const [id = ''] =
        Object.entries(template.Resources).find(
          ([, { Type, Properties }]) =>
            Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.IOT_POLICY_NAME,
        ) ?? [];
      const named = { FunctionName: { Ref: id } };
      template.Resources.V = { ...version, Properties: { ...named } };
      template.Resources.Live = { ...alias, Properties: { ...alias.Properties, ...named } };
      for (const { Properties } of ofType(template, 'AWS::ApiGateway::Method')) {
        const text = JSON.stringify(Properties.Integration);
        Properties.Integration = JSON.parse(text.replaceAll(`{"Fn::GetAtt":["${id}","Arn"]}`, '{"Ref":"Live"}'));
      }
      for (const { Properties } of ofType(template, 'AWS::Lambda::Permission')) {
        Properties.FunctionName = 'Ref' in permitted ? permitted : { 'Fn::GetAtt': [id, 'Arn'] };
      }
    });
    const sandbox = await runningSandbox({ assembly });
    try {
      const credentials = (await signedInUser(sandbox)).credentials as AwsCredentials;
      const url = sandbox.outputs.AttachPolicyUrl ?? '';
      return (await signedFetch(url, { credentials, method: 'POST' })).status;
    } finally {
      await sandbox.stop();
      deleteCode();
    }
  }

  it('reaches the function with a permission of the alias', async () => {
    expect(await answered({ Ref: 'Live' })).toBe(201);
  });

  it('and does not with one of the function', async () => {
    expect(await answered({})).toBe(500);
  });
});
