import { chooseStacks } from './choose-stacks.js';
import { type ManifestStack, readManifest } from './manifest.js';
import type { StackAssembly } from './template.js';

export type {
  StackAssembly,
  Template,
  TemplateParameter,
  TemplateResource,
} from './template.js';

/**
 * Reads a cloud assembly (`cdk.out`): all of its stacks, those of its stages too.
 *
 * @param stackNames only these, by name, ID or path (`Prod/App`, `Prod/*`), and what they depend on. @default all
 * @throws Error if the folder holds no assembly, or no such stack
 * @see https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-app
 */
export function readAssembly(folder: string, stackNames: string | readonly string[] = []): StackAssembly {
  const { stacks, assetFolders, nestedTemplates } = readManifest(folder);
  const chosen = chooseStacks(folder, stacks, [stackNames].flat());
  const read = chosen.map(
    ({ stackName, template, metadata, environment }): StackAssembly => ({
      stackName,
      template,
      assetFolders,
      metadata,
      environment,
      nestedTemplates,
    }),
  );
  // It goes by the name of the stack that users sign in with.
  const at = Math.max(0, chosen.findIndex(hasPools));
  const [main] = read.splice(at, 1);
  if (main === undefined) throw new Error(`${folder} has no stack.`);
  return { ...main, metadata: chosen.flatMap(({ metadata }) => metadata), others: read };
}

/** The folder of the asset behind an `S3Key`; undefined for code that is not an asset of this assembly. */
export function assetFolder({ assetFolders }: StackAssembly, s3Key: string): string | undefined {
  return assetFolders.get(s3Key.replace(/\.zip$/, ''));
}

function hasPools({ template }: ManifestStack): boolean {
  return Object.values(template.Resources ?? {}).some(({ Type }) => Type === 'AWS::Cognito::IdentityPool');
}
