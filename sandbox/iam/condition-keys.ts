import { cognitoIdentityProviders } from '../../contract/cognito-identity.js';

/** The condition keys that the sandbox can fill. A policy that asks for another is refused by name. */
const KNOWN = [
  /^iot:(clientid|lastwilltopic|connectattributes)$/,
  /^iot:connection\.thing\.(thingname|isattached)$/,
  // Session tags; the latter two where a trust policy is asked whether it takes them.
  /^aws:(principaltag|requesttag)\/.+$/,
  /^aws:tagkeys$/,
  /^iam:passedtoservice$/,
  /^lambda:(functionurlauthtype|invokedviafunctionurl)$/,
  /^aws:(sourceip|securetransport|currenttime|epochtime|userid|principalarn)$/,
];

const COGNITO_KEYS = new Set(
  cognitoIdentityProviders.flatMap((provider) => ['aud', 'amr', 'sub'].map((claim) => `${provider}:${claim}`)),
);

/** Keys that no caller here has on AWS either: assumed roles have no user name, Cognito identities no certificate. */
const NEVER_FILLED = [/^aws:username$/, /^iot:certificate\..+$/];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const MULTIVALUED = [
  ...cognitoIdentityProviders.map((provider) => `${provider}:amr`),
  'iot:connectattributes',
  'aws:tagkeys',
];

/** Whether it is one of an identity pool's token. A Region's callers have its own; the others have no value, as on AWS. */
export function isCognitoKey(key: string): boolean {
  return COGNITO_KEYS.has(key);
}

/** Whether a condition may ask for this key; keys are compared in lower case. */
export function isKnownKey(key: string): boolean {
  return isCognitoKey(key) || KNOWN.some((known) => known.test(key));
}

/** Whether AWS may have several values for this key in one request. */
export function isMultivalued(key: string): boolean {
  return MULTIVALUED.includes(key);
}

/**
 * Whether a policy variable may name this key: a multivalued one may not, and of what only AWS could fill nobody here
 * can say whether it has a value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function mayBeVariable(key: string): boolean {
  return (isKnownKey(key) && !isMultivalued(key)) || NEVER_FILLED.some((known) => known.test(key));
}
