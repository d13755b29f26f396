import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A synthesized stack: its template as CloudFormation gets it, and where its file assets lie. */
export interface StackAssembly {
  readonly stackName: string;
  readonly template: Template;
  /** Absolute folder of the asset with this hash, as named in an `S3Key` (`<hash>.zip`). */
  readonly assetFolders: ReadonlyMap<string, string>;
  /** What constructs noted in the assembly beside the template. */
  readonly metadata: readonly MetadataEntry[];
}

export interface MetadataEntry {
  /** `aws:cdk:info`. */
  readonly type: string;
  readonly data?: unknown;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Description?: string;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Rules?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Description?: string;
}

export interface TemplateParameter {
  /** `String`, `List<Number>`, `AWS::SSM::Parameter::Value<String>`. */
  readonly Type: string;
  readonly Default?: unknown;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

/** By the path of the construct. */
type Metadata = Readonly<Record<string, readonly MetadataEntry[]>>;

/**
 * Reads a cloud assembly (`cdk.out`).
 *
 * @param stackName needed when the app has several stacks
 * @throws Error if the folder holds no assembly, or not exactly one such stack
 * @see https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-app
 */
export function readAssembly(folder: string, stackName?: string): StackAssembly {
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const names = stacks.map(([id, { properties }]) => properties?.stackName ?? id);
  const wanted = stackName ?? (names.length === 1 ? names[0] : undefined);
  const found = stacks[names.indexOf(wanted ?? '')];
  if (wanted === undefined || found === undefined) {
    throw new Error(`${folder} has the stacks ${names.join(', ') || '(none)'}; name one of them with --stack.`);
  }
  const templateFile = found[1].properties?.templateFile;
  if (templateFile === undefined) throw new Error(`Stack ${wanted} in ${folder} has no template file.`);
  return {
    stackName: wanted,
    template: readJson<Template>(join(folder, templateFile)),
    assetFolders: readAssetFolders(folder, artifacts),
    metadata: readMetadata(folder, found[1]),
  };
}

/** The folder of the asset behind an `S3Key`; undefined for code that is not an asset of this assembly. */
export function assetFolder({ assetFolders }: StackAssembly, s3Key: string): string | undefined {
  return assetFolders.get(s3Key.replace(/\.zip$/, ''));
}

/** In the manifest, or in a file of its own. */
function readMetadata(folder: string, { metadata, additionalMetadataFile }: Artifact): MetadataEntry[] {
  const more = additionalMetadataFile === undefined ? {} : readJson<Metadata>(join(folder, additionalMetadataFile));
  return [...Object.values(metadata ?? {}), ...Object.values(more)].flat();
}

function readAssetFolders(folder: string, artifacts: readonly [string, Artifact][]): Map<string, string> {
  const folders = new Map<string, string>();
  for (const [, { type, properties }] of artifacts) {
    if (type !== 'cdk:asset-manifest' || properties?.file === undefined) continue;
    const assets = readJson<{ files?: Record<string, { source: { path?: string } }> }>(join(folder, properties.file));
    for (const [hash, { source }] of Object.entries(assets.files ?? {})) {
      if (source.path !== undefined) folders.set(hash, resolve(folder, source.path));
    }
  }
  return folders;
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as part of a cloud assembly. Run "npm run synth" first.`, { cause: error });
  }
}
