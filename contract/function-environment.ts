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

export type FunctionVariable = (typeof functionVariables)[number];
export type GroupVariable = (typeof groupVariables)[number];

export type FunctionEnvironment = Record<FunctionVariable, string>;
export type GroupEnvironment = Record<GroupVariable, string>;
