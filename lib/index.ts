export type { DeviceAccess } from './access/device-access.js';
export type { GroupAccess } from './access/group-access.js';
export type { GuestAccess, GuestTopicAccess } from './access/guest-access.js';
export { IotAccessPolicy, type IotAccessPolicyProps } from './access/iot-access-policy.js';
export { RevokedPolicy, type RevokedPolicyProps } from './access/revoked-policy.js';
export { type CompleteTopicAccess, defaultTopicAccess, type TopicAccess } from './access/topic-access.js';
export { AttachPolicyApi, type AttachPolicyApiProps } from './api/attach-policy-api.js';
export type {
  AttachPolicyEnvironmentProps,
  GrantedDevicePolicies,
  GroupConnection,
  RecordedUsers,
} from './api/attach-policy-environment.js';
export { AttachPolicyFunction, type AttachPolicyFunctionProps } from './api/attach-policy-function.js';
export { IotEndpoint, type IotEndpointProps } from './api/iot-endpoint.js';
export { DirectoryTable, type DirectoryTableProps } from './directory/directory-table.js';
export { IotAccess } from './iot-access.js';
export type { IotAccessProps } from './iot-access-props.js';
export { IotAccessStack, type IotAccessStackProps } from './iot-access-stack.js';
export { readSettings } from './settings/settings.js';
export type { AmplifyAuth, AmplifyAuthCfnResources, AmplifyAuthGroup } from './sign-in/amplify-auth.js';
export { CognitoSignIn, type CognitoSignInProps } from './sign-in/cognito-sign-in.js';
export {
  type ExistingConstructs,
  type ExistingIdentityPool,
  ExistingSignIn,
  type GivenIdentityPool,
} from './sign-in/existing-sign-in.js';
export type { HostedSignIn } from './sign-in/hosted-sign-in.js';
export { IamSamlProvider } from './sign-in/iam-saml-provider.js';
export type {
  AppleApp,
  IdentityProviders,
  OidcProvider,
  RegisteredApp,
  SamlProvider,
} from './sign-in/identity-providers.js';
export type { LambdaTriggers } from './sign-in/lambda-triggers.js';
export type { LoginProviders } from './sign-in/login-providers.js';
export { OpenIdConnectProvider } from './sign-in/open-id-connect-provider.js';
export type { PrincipalTags } from './sign-in/principal-tags.js';
export type { SecretReference } from './sign-in/secret-reference.js';
export type { SignInEmail } from './sign-in/sign-in-email.js';
export type { SignInOptions } from './sign-in/sign-in-options.js';
export type { TokenValidity } from './sign-in/token-validity.js';
export { UserGroup, type UserGroupProps } from './sign-in/user-group.js';
export { DetachOnDelete, type DetachOnDeleteProps } from './teardown/detach-on-delete.js';
export type { Alarms } from './watching/alarms.js';
