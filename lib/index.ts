export { AttachPolicyApi, type AttachPolicyApiProps } from './attach-policy-api.js';
export type { AttachPolicyEnvironmentProps, GroupConnection } from './attach-policy-environment.js';
export { AttachPolicyFunction, type AttachPolicyFunctionProps } from './attach-policy-function.js';
export { CognitoSignIn, type CognitoSignInProps } from './cognito-sign-in.js';
export { DetachOnDelete, type DetachOnDeleteProps } from './detach-on-delete.js';
export type { ExistingSignIn } from './existing-sign-in.js';
export type { GroupAccess } from './group-access.js';
export type { GuestAccess } from './guest-access.js';
export type { HostedSignIn } from './hosted-sign-in.js';
export type {
  AppleApp,
  IdentityProviders,
  OidcProvider,
  RegisteredApp,
  SamlProvider,
} from './identity-providers.js';
export { IotAccess, type IotAccessProps } from './iot-access.js';
export { IotAccessPolicy, type IotAccessPolicyProps } from './iot-access-policy.js';
export { IotAccessStack } from './iot-access-stack.js';
export { IotEndpoint, type IotEndpointProps } from './iot-endpoint.js';
export type {
  ExistingOpenIdConnectProvider,
  NewOpenIdConnectProvider,
  OpenIdConnectProvider,
} from './open-id-connect-providers.js';
export type { PrincipalTags } from './principal-tags.js';
export type { SecretReference } from './secret-reference.js';
export { readSettings, type Settings } from './settings.js';
export { type Problem, SettingsError } from './settings-error.js';
export { defaultTopicAccess, type TopicAccess } from './topic-access.js';
export { UserGroup, type UserGroupProps } from './user-group.js';
