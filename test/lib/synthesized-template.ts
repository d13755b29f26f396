import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { IotAccessStack, readSettings } from '../../lib/index.js';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | string[];
}

export interface SynthesizedTemplate {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: unknown }>;
  readonly [section: string]: unknown;
}

/** The app of these settings with the feature flags of cdk.json, whose function is not bundled. */
export function createStack(settings: unknown = {}): IotAccessStack {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
  const app = new App({ analyticsReporting: false, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  return new IotAccessStack(app, 'CognitoIotAccess', readSettings(settings));
}

/** The template of these settings, or of a stack that was changed after its creation. */
export function synthesizedTemplate(settings: unknown = {}): SynthesizedTemplate {
  const stack = settings instanceof IotAccessStack ? settings : createStack(settings);
  return (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
}

export function resourcesOfType(template: SynthesizedTemplate, type: string): Resource[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

/** The one resource of a type whose logical ID contains `part`; fails on none and on several. */
export function resource(template: SynthesizedTemplate, type: string, part = ''): Resource {
  const found = Object.entries(template.Resources).filter(([id, { Type }]) => Type === type && id.includes(part));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} resources of ${type} with "${part}" in their ID`);
  return only[1];
}

/** A value of the template as text, with made-up values for pseudo parameters and `<LogicalId.Attribute>` for the rest. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as object)[0] ?? [];
  if (name === 'Fn::Join') return argument[1].map(literal).join(argument[0]);
  if (name === 'Ref') return pseudoParameters[argument] ?? `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${argument.join('.')}>`;
  throw new Error(`cannot write out ${JSON.stringify(value)}`);
}

const pseudoParameters: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

export interface Statement {
  readonly actions: string[];
  readonly resources: string[];
}

/** Statements of the IAM policies of the role whose logical ID contains `role`. */
export function roleStatements(template: SynthesizedTemplate, role: string): Statement[] {
  return resourcesOfType(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((ref: { Ref: string }) => ref.Ref.includes(role)))
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
}

export function statementsOf(document: { Statement: { Effect: string; Action: unknown; Resource: unknown }[] }) {
  return document.Statement.map(({ Effect, Action, Resource }): Statement => {
    if (Effect !== 'Allow') throw new Error(`unexpected effect ${Effect}`);
    return { actions: [Action].flat() as string[], resources: [Resource].flat().map(literal) };
  });
}

/** Every pair of action and resource, sorted: two documents that allow the same have the same. */
export function pairs(statements: readonly Statement[]): string[] {
  return statements
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((one) => `${action} ${one}`)))
    .sort();
}
