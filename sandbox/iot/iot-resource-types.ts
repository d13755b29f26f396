import { arn, generatedName, type ResourceTypes, text } from '../template/resource-type.js';
import { isEndpointLookUp } from './endpoint-look-up.js';
import { isPlainThing } from './iot-resources.js';

export const iotResourceTypes: ResourceTypes = {
  'AWS::IoT::Policy': {
    physicalId: (context) => text(context.property('PolicyName')) ?? generatedName(context, 128),
    attributes: { Arn: (context) => arn(context, 'iot', `policy/${context.physicalId}`) },
  },
  'AWS::IoT::Thing': {
    physicalId: (context) => text(context.property('ThingName')) ?? generatedName(context, 128),
    attributes: { Arn: (context) => arn(context, 'iot', `thing/${context.physicalId}`) },
    isEmulated: isPlainThing,
  },
  'AWS::IoT::Logging': { physicalId: ({ environment }) => environment.accountId },
  'Custom::AWS': {
    physicalId: (context) => generatedName(context),
    hasLateAttributes: true,
    isEmulated: ({ Create }) => isEndpointLookUp(Create),
  },
};
