import { arn, generatedName, type ResourceTypes, text } from '../template/resource-type.js';
import { isEndpointLookUp } from './endpoint-look-up.js';

export const iotResourceTypes: ResourceTypes = {
  'AWS::IoT::Policy': {
    physicalId: (context) => text(context.property('PolicyName')) ?? generatedName(context, 128),
    attributes: { Arn: (context) => arn(context, 'iot', `policy/${context.physicalId}`) },
  },
  'AWS::IoT::Logging': { physicalId: ({ environment }) => environment.accountId },
  'Custom::AWS': {
    physicalId: (context) => generatedName(context),
    hasLateAttributes: true,
    isEmulated: ({ Create }) => isEndpointLookUp(Create),
  },
};
