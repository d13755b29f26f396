import { arn, generatedName, type ResourceContext, type ResourceTypes, text } from '../template/resource-type.js';

export const lambdaResourceTypes: ResourceTypes = {
  'AWS::Lambda::Function': {
    physicalId: (context) => text(context.property('FunctionName')) ?? generatedName(context, 64),
    attributes: { Arn: (context) => arn(context, 'lambda', `function:${context.physicalId}`) },
  },
  'AWS::Lambda::Permission': { physicalId: (context) => generatedName(context) },
  'AWS::StepFunctions::StateMachine': {
    physicalId: (context) => stateMachineArn(context),
    attributes: { Arn: (context) => stateMachineArn(context) },
    idOnly: true,
  },
};

function stateMachineArn(context: ResourceContext): string {
  const name = text(context.property('StateMachineName')) ?? generatedName(context, 80);
  return arn(context, 'states', `stateMachine:${name}`);
}
