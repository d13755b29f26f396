import { arn, generatedName, letters, type ResourceTypes, text, uuid } from '../template/resource-type.js';

export const cognitoResourceTypes: ResourceTypes = {
  'AWS::Cognito::UserPool': {
    physicalId: ({ environment, logicalId }) => `${environment.region}_${letters(environment, logicalId, 9)}`,
    attributes: {
      Arn: (context) => arn(context, 'cognito-idp', `userpool/${context.physicalId}`),
      UserPoolId: ({ physicalId }) => physicalId,
      ProviderName: ({ environment, physicalId }) => `cognito-idp.${environment.region}.amazonaws.com/${physicalId}`,
      ProviderURL: ({ environment, physicalId }) =>
        `https://cognito-idp.${environment.region}.amazonaws.com/${physicalId}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    physicalId: ({ environment, logicalId }) => letters(environment, logicalId, 26).toLowerCase(),
    attributes: {
      ClientId: ({ physicalId }) => physicalId,
      Name: (context) => text(context.property('ClientName')) ?? generatedName(context, 128),
    },
  },
  'AWS::Cognito::UserPoolDomain': { physicalId: ({ property }) => text(property('Domain')) ?? '' },
  'AWS::Cognito::UserPoolGroup': {
    physicalId: (context) => text(context.property('GroupName')) ?? generatedName(context, 128),
  },
  'AWS::Cognito::UserPoolIdentityProvider': { physicalId: ({ property }) => text(property('ProviderName')) ?? '' },
  'AWS::Cognito::IdentityPool': {
    physicalId: ({ environment, logicalId }) => `${environment.region}:${uuid(environment, logicalId)}`,
    attributes: {
      Id: ({ physicalId }) => physicalId,
      Name: (context) => text(context.property('IdentityPoolName')) ?? generatedName(context, 128),
    },
  },
  'AWS::Cognito::IdentityPoolPrincipalTag': { physicalId: (context) => generatedName(context) },
  'AWS::Cognito::IdentityPoolRoleAttachment': { physicalId: (context) => generatedName(context) },
};
