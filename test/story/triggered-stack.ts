import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CfnUserPool, CfnUserPoolClient, UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { IotAccessStack, readSettings } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { appAssembly } from '../support/settings-sandbox.js';

export interface Trigger {
  readonly operation: UserPoolOperation;
  /** An ES module with a `handler`. */
  readonly source: string;
  readonly environment?: (stack: IotAccessStack) => Record<string, string>;
}

export interface TriggeredStack {
  readonly triggers?: Readonly<Record<string, Trigger>>;
  readonly settings?: object;
  readonly pool?: (pool: CfnUserPool) => void;
  readonly client?: (client: CfnUserPoolClient) => void;
}

/** Our stack, whose user pool calls these functions: by CDK's `addTrigger`, as anybody adds them. */
export async function triggeredSandbox({
  triggers = {},
  settings = {},
  pool,
  client,
}: TriggeredStack): Promise<Sandbox> {
  const folders = new Map(Object.entries(triggers).map(([name, { source }]) => [name, codeFolder(source)]));
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
  const assembly = appAssembly(context, (app) => {
    const stack = new IotAccessStack(app, 'CognitoIotAccess', readSettings(settings));
    const { signIn, groups } = stack.iotAccess;
    // A name of its own, so that a function can know it: the role itself depends on the pool.
    for (const { role, groupName } of groups) (role.node.defaultChild as CfnRole).roleName = groupName;
    const userPool = signIn.userPool as UserPool;
    for (const [name, { operation, environment }] of Object.entries(triggers)) {
      const made = new LambdaFunction(stack, name, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromAsset(folders.get(name) ?? ''),
        environment: { NAME: name, ...environment?.(stack) },
      });
      userPool.addTrigger(operation, made);
    }
    pool?.(userPool.node.defaultChild as CfnUserPool);
    client?.(signIn.userPoolClient.node.defaultChild as CfnUserPoolClient);
  });
  const assetFolders = new Map(assembly.assetFolders);
  for (const { Type, Properties = {} } of Object.values(assembly.template.Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { S3Key } = Properties.Code as { readonly S3Key: string };
    const name = [...folders.keys()].find(
      (one) => (Properties.Environment as Named | undefined)?.Variables?.NAME === one,
    );
    if (name !== undefined) assetFolders.set(S3Key.replace(/\.zip$/, ''), folders.get(name) ?? '');
  }
  return startSandbox({ assembly: { ...assembly, assetFolders } });
}

interface Named {
  readonly Variables?: { readonly NAME?: string };
}

function codeFolder(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-trigger-'));
  writeFileSync(join(folder, 'index.mjs'), source);
  return folder;
}
