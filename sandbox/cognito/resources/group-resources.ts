import { z } from 'zod';
import { boolean, ignored, number, parseProperties, text } from '../../template/parse-properties.js';
import type { StackResources } from '../../template/stack-resources.js';

/** A group of a user pool. */
export interface GroupSettings {
  readonly userPoolId: string;
  readonly groupName: string;
  readonly roleArn: string | undefined;
  /** The lower, the more it counts; undefined counts least. */
  readonly precedence: number | undefined;
}

/** Which claims of a login become session tags: attributes for access control. */
export interface PrincipalTagSettings {
  readonly identityPoolId: string;
  /** `cognito-idp.<region>.amazonaws.com/<user pool ID>`, or the ARN of an OIDC provider. */
  readonly identityProviderName: string;
  /** Tag key to claim. */
  readonly tags: Readonly<Record<string, string>>;
}

const group = z.strictObject({
  Description: ignored,
  GroupName: text,
  Precedence: number.optional(),
  RoleArn: text,
  UserPoolId: z.string(),
});

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetPrincipalTagAttributeMap.html: the limits */
const principalTag = z.strictObject({
  IdentityPoolId: z.string(),
  IdentityProviderName: z.string().min(1).max(128),
  PrincipalTags: z
    .record(z.string().min(1).max(128), z.string().min(1).max(256))
    .refine((tags) => Object.keys(tags).length <= 50)
    .optional(),
  UseDefaults: boolean.optional(),
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/provider-mappings.html: user and client. */
const DEFAULT_TAGS = { client: 'aud', username: 'sub' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolgroup.html */
export function readGroups(resources: StackResources): GroupSettings[] {
  return resources.ofType('AWS::Cognito::UserPoolGroup').map(({ logicalId, type, physicalId, properties }) => {
    const { UserPoolId, RoleArn, Precedence } = parseProperties(logicalId, type, group, properties());
    return { userPoolId: UserPoolId, groupName: physicalId, roleArn: RoleArn, precedence: Precedence };
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypoolprincipaltag.html */
export function readPrincipalTags(resources: StackResources): PrincipalTagSettings[] {
  return resources.ofType('AWS::Cognito::IdentityPoolPrincipalTag').map(({ logicalId, type, properties }) => {
    const map = parseProperties(logicalId, type, principalTag, properties());
    return {
      identityPoolId: map.IdentityPoolId,
      identityProviderName: map.IdentityProviderName,
      tags: map.UseDefaults ? DEFAULT_TAGS : (map.PrincipalTags ?? {}),
    };
  });
}
