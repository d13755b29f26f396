import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MetadataEntry, StackAssembly, Template } from './template.js';

/** A stack as the manifest of an assembly has it. */
export interface ManifestStack {
  readonly stackName: string;
  /** What the CDK CLI and `--stack` know it by, besides its name: the ID of its artifact and its path in the app. */
  readonly ids: readonly string[];
  readonly template: Template;
  readonly metadata: readonly MetadataEntry[];
  readonly environment: NonNullable<StackAssembly['environment']>;
  /** IDs of the artifacts that are deployed before. */
  readonly dependencies: readonly string[];
}

export interface ManifestContents {
  readonly stacks: readonly ManifestStack[];
  /** By hash. */
  readonly assetFolders: ReadonlyMap<string, string>;
  readonly nestedTemplates: ReadonlyMap<string, Template>;
}

interface Artifact {
  readonly type: string;
  /** `aws://123456789012/eu-central-1`. */
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

/** By the path of the construct. */
type Metadata = Readonly<Record<string, readonly MetadataEntry[]>>;

/** How the CDK calls the template of a nested stack. */
const NESTED_TEMPLATE = '.nested.template.json';

/**
 * Reads the manifest of a cloud assembly, and those of its stages.
 *
 * @throws Error for a file that is not there, or is no JSON
 */
export function readManifest(folder: string): ManifestContents {
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(join(folder, 'manifest.json'));
  const entries = Object.entries(artifacts);
  const assets = entries.flatMap(([, artifact]) => readAssets(folder, artifact));
  const stages = entries.flatMap(([, { type, properties }]) =>
    type === 'cdk:cloud-assembly' ? [readManifest(join(folder, properties?.directoryName ?? ''))] : [],
  );
  const own = entries.flatMap(([id, artifact]) =>
    artifact.type === 'aws:cloudformation:stack' ? [readStack(folder, id, artifact)] : [],
  );
  const nested = assets.filter(([, path]) => path.endsWith(NESTED_TEMPLATE));
  return {
    stacks: [...own, ...stages.flatMap(({ stacks }) => stacks)],
    assetFolders: new Map([...assets, ...stages.flatMap(({ assetFolders }) => [...assetFolders])]),
    nestedTemplates: new Map([
      ...nested.map(([hash, path]) => [hash, readJson<Template>(path)] as const),
      ...stages.flatMap(({ nestedTemplates }) => [...nestedTemplates]),
    ]),
  };
}

function readStack(folder: string, id: string, artifact: Artifact): ManifestStack {
  const { templateFile, stackName = id } = artifact.properties ?? {};
  if (templateFile === undefined) throw new Error(`Stack ${stackName} in ${folder} has no template file.`);
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '') ?? [];
  return {
    stackName,
    ids: [id, ...(artifact.displayName === undefined ? [] : [artifact.displayName])],
    template: readJson<Template>(join(folder, templateFile)),
    metadata: readMetadata(folder, artifact),
    environment: {
      ...(/^\d{12}$/.test(account) ? { account } : {}),
      ...(region === '' || region === 'unknown-region' ? {} : { region }),
    },
    dependencies: artifact.dependencies ?? [],
  };
}

/** In the manifest, or in a file of its own. */
function readMetadata(folder: string, { metadata, additionalMetadataFile }: Artifact): MetadataEntry[] {
  const more = additionalMetadataFile === undefined ? {} : readJson<Metadata>(join(folder, additionalMetadataFile));
  return [...Object.values(metadata ?? {}), ...Object.values(more)].flat();
}

function readAssets(folder: string, { type, properties }: Artifact): [hash: string, path: string][] {
  if (type !== 'cdk:asset-manifest' || properties?.file === undefined) return [];
  const { files = {} } = readJson<{ files?: Record<string, { source: { path?: string } }> }>(
    join(folder, properties.file),
  );
  return Object.entries(files).flatMap(([hash, { source }]) =>
    source.path === undefined ? [] : [[hash, resolve(folder, source.path)]],
  );
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as part of a cloud assembly. Run "npm run synth" first.`, { cause: error });
  }
}
