import { arn, generatedName, type ResourceContext, type ResourceTypes, text } from '../template/resource-type.js';
import { functionArnOf, parseFunctionReference } from './function-reference.js';
import { FIRST_VERSION } from './function-versions.js';

export const lambdaResourceTypes: ResourceTypes = {
  'AWS::Lambda::Function': {
    physicalId: (context) => text(context.property('FunctionName')) ?? generatedName(context, 64),
    attributes: { Arn: (context) => arn(context, 'lambda', `function:${context.physicalId}`) },
  },
  'AWS::Lambda::Permission': { physicalId: (context) => generatedName(context) },
  'AWS::Lambda::Version': {
    physicalId: versionArn,
    attributes: { Version: () => FIRST_VERSION, FunctionArn: versionArn },
  },
  'AWS::Lambda::LayerVersion': { physicalId: layerArn, attributes: { LayerVersionArn: layerArn } },
  'AWS::Lambda::Alias': { physicalId: aliasArn, attributes: { AliasArn: aliasArn } },
  'AWS::StepFunctions::StateMachine': {
    physicalId: (context) => stateMachineArn(context),
    attributes: { Arn: (context) => stateMachineArn(context) },
    idOnly: true,
  },
};

function versionArn(context: ResourceContext): string {
  return functionArnOf(context, { functionName: functionNameOf(context), qualifier: FIRST_VERSION });
}

function aliasArn(context: ResourceContext): string {
  return functionArnOf(context, { functionName: functionNameOf(context), qualifier: String(context.property('Name')) });
}

function layerArn(context: ResourceContext): string {
  const name = text(context.property('LayerName')) ?? generatedName(context, 140);
  return arn(context, 'lambda', `layer:${name}:1`);
}

function functionNameOf({ property, environment }: ResourceContext): string {
  const named = String(property('FunctionName'));
  return parseFunctionReference(named, environment)?.functionName ?? named;
}

function stateMachineArn(context: ResourceContext): string {
  const name = text(context.property('StateMachineName')) ?? generatedName(context, 80);
  return arn(context, 'states', `stateMachine:${name}`);
}
