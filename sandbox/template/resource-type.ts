import { createHash } from 'node:crypto';
import { partitionOf } from './partition.js';

/** Where the stack is imagined to be deployed. */
export interface Environment {
  readonly stackName: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** One type of the template: the IDs and attributes that AWS would give its resources. */
export interface ResourceType {
  /** What `Ref` gives. */
  readonly physicalId: (context: ResourceContext) => string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes?: Readonly<Record<string, (context: ResourceContext) => string>>;
  /** Has an ID because a role's statements name it, but does nothing here: it is listed as not emulated. */
  readonly idOnly?: true;
  /** Says of properties as the template writes them whether this one is emulated. @default every one is */
  readonly isEmulated?: (properties: Readonly<Record<string, unknown>>) => boolean;
  /** It has further attributes, that are only known once something has run: those of a custom resource. */
  readonly hasLateAttributes?: boolean;
}

/** The types that a service emulates, by name. */
export type ResourceTypes = Readonly<Record<string, ResourceType>>;

export interface ResourceContext {
  readonly logicalId: string;
  /** One property, resolved. Only what is asked for: others may refer back to this very resource. */
  readonly property: (name: string) => unknown;
  readonly environment: Environment;
  /** Result of this type's `physicalId`. */
  readonly physicalId: string;
}

/** Of one of the stack's resources: `arn(context, 'iot', 'policy/Users')`. */
export function arn({ environment }: ResourceContext, service: string, resource: string): string {
  const { region, accountId } = environment;
  return `arn:${partitionOf(region).name}:${service}:${region}:${accountId}:${resource}`;
}

/** As CloudFormation names what the template leaves unnamed: stack, logical ID, random letters. */
export function generatedName(
  { environment, logicalId }: Pick<ResourceContext, 'environment' | 'logicalId'>,
  longest = 255,
): string {
  return `${`${environment.stackName}-${logicalId}`.slice(0, longest - 13)}-${letters(environment, logicalId, 12)}`;
}

/** Letters and digits that follow from stack and resource: the same stack gets the same IDs at every start. */
export function letters(environment: Environment, logicalId: string, length: number): string {
  const digest = digestOf(environment, logicalId).toString('base64').replaceAll(/[+/=]/g, '');
  return digest.slice(0, length);
}

export function uuid(environment: Environment, logicalId: string): string {
  const hex = digestOf(environment, logicalId).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digestOf({ stackName, region, accountId }: Environment, logicalId: string): Buffer {
  return createHash('sha512').update(`${accountId}/${region}/${stackName}/${logicalId}`).digest();
}

/** A property that is text; undefined for one that is empty or missing, which gets a generated name. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
