/** A synthesized stack, with those that boot together with it: templates as CloudFormation gets them, and their assets. */
export interface StackAssembly {
  readonly stackName: string;
  readonly template: Template;
  /** Absolute folder of the asset with this hash, as named in an `S3Key` (`<hash>.zip`). */
  readonly assetFolders: ReadonlyMap<string, string>;
  /** What constructs noted in the assembly beside the template. */
  readonly metadata: readonly MetadataEntry[];
  /** Where the app says that it is deployed; what it does not say is left out. */
  readonly environment?: { readonly account?: string; readonly region?: string };
  /** Templates of nested stacks, by the hash of their asset. */
  readonly nestedTemplates?: ReadonlyMap<string, Template>;
  /** The stacks that boot together with this one. @default none */
  readonly others?: readonly StackAssembly[];
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
  readonly Export?: { readonly Name?: unknown };
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
