/** What the stack always sets for the attach-policy function. */
export const functionVariables = [
  'IOT_POLICY_NAME',
  'IDENTITY_POOL_ID',
  'IOT_ENDPOINT',
  'ALLOWED_ORIGINS',
  'CONNECTION_TEMPLATE',
  'GUESTS_ALLOWED',
] as const;

/** What it sets, too, where groups have roles of their own. */
export const groupVariables = ['AUTHENTICATED_ROLE_ARN', 'GROUP_CONNECTIONS'] as const;

/** And where it has a directory. */
export const directoryVariables = ['DIRECTORY_TABLE', 'USER_POOL_ID'] as const;

/** And where the stack has a policy for those who are revoked: its name, to know it by. */
export const revocationVariables = ['REVOKED_POLICY_NAME'] as const;

/** And where devices are granted to users: `CompleteDeviceAccess` as JSON, and what names of users' policies begin with. */
export const deviceVariables = ['DEVICE_ACCESS', 'DEVICE_POLICY_PREFIX'] as const;

/** And where a stage of API Gateway proves by its variable `proof` that an event is its own. */
export const apiVariables = ['API_PROOF'] as const;

/** And where it sends metrics of its answers: their namespace. */
export const metricsVariables = ['METRICS_NAMESPACE'] as const;

export type MetricsVariable = (typeof metricsVariables)[number];
export type MetricsEnvironment = Record<MetricsVariable, string>;

export type ApiVariable = (typeof apiVariables)[number];
export type ApiEnvironment = Record<ApiVariable, string>;

export type FunctionVariable = (typeof functionVariables)[number];
export type GroupVariable = (typeof groupVariables)[number];

export type RevocationVariable = (typeof revocationVariables)[number];
export type DirectoryVariable = (typeof directoryVariables)[number];
export type DeviceVariable = (typeof deviceVariables)[number];

export type FunctionEnvironment = Record<FunctionVariable, string>;
export type GroupEnvironment = Record<GroupVariable, string>;
export type RevocationEnvironment = Record<RevocationVariable, string>;
export type DirectoryEnvironment = Record<DirectoryVariable, string>;
export type DeviceEnvironment = Record<DeviceVariable, string>;
