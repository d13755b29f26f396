import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.js';
import type { StackAssembly, TemplateResource } from '../../../sandbox/template/assembly.js';

export interface TriedFunction {
  /** Path to content of an asset. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of the function's resource, beside those that every function here has. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Of its role's policy. */
  readonly statements?: readonly object[];
}

/** A stack of nothing but functions, by name, and what else is given; booted. */
export async function sandboxOfFunctions(
  functions: Readonly<Record<string, TriedFunction>>,
  more: Readonly<Record<string, TemplateResource>> = {},
  options: Partial<SandboxOptions> = {},
) {
  // As in an app: `<app>/cdk.out/asset.<hash>`.
  const app = mkdtempSync(join(tmpdir(), 'stack-of-functions-'));
  const assetFolders = new Map<string, string>();
  for (const [name, { files = {} }] of Object.entries(functions)) {
    assetFolders.set(name, writeFiles(join(app, 'cdk.out', `asset.${name}`), files));
  }
  const resources = Object.entries(functions).map(([name, tried]) => resourcesOf(name, tried));
  const assembly: StackAssembly = {
    stackName: 'Functions',
    template: { Resources: Object.assign({}, ...resources, more) },
    assetFolders,
    metadata: [],
  };
  const sandbox = await startSandbox({ assembly, ...options });
  const lambda = lambdaOf(sandbox);
  return {
    sandbox,
    app,
    lambda,
    invoke: (FunctionName: string, more: Partial<InvokeCommandInput> = {}) => invoke(lambda, FunctionName, more),
    async stop() {
      await sandbox.stop();
      rmSync(app, { recursive: true });
    },
  };
}

/** The answer, read. */
async function invoke(lambda: LambdaClient, FunctionName: string, more: Partial<InvokeCommandInput>) {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, ...more }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  return { ...answer, payload: text === '' ? undefined : JSON.parse(text) };
}

/** Signed by the operator, or with these credentials. */
export function lambdaOf(sandbox: Sandbox, credentials = sandbox.views.operator() as AwsCredentials): LambdaClient {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new LambdaClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
  });
}

/** Installs in the app what is installed here. */
export function linkModules(app: string): void {
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(app, 'node_modules'));
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function resourcesOf(name: string, { files, properties, statements = [] }: TriedFunction): object {
  const assumedBy = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const policy = { PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: statements } };
  return {
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        ...(files === undefined ? {} : { Code: { S3Bucket: 'assets', S3Key: `${name}.zip` } }),
        ...properties,
      },
    },
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [assumedBy] },
        ...(statements.length === 0 ? {} : { Policies: [policy] }),
      },
    },
  };
}
