/** The condition keys that the sandbox can fill. A policy that asks for another is refused by name. */
const KNOWN = [
  /^cognito-identity\.amazonaws\.com:(aud|amr|sub)$/,
  /^iot:(clientid|lastwilltopic|connectattributes)$/,
  /^iot:connection\.thing\.(thingname|isattached)$/,
  // Session tags; the latter two where a trust policy is asked whether it takes them.
  /^aws:(principaltag|requesttag)\/.+$/,
  /^aws:tagkeys$/,
  /^iam:passedtoservice$/,
  /^lambda:(functionurlauthtype|invokedviafunctionurl)$/,
  /^aws:(sourceip|securetransport|currenttime|epochtime|userid|principalarn)$/,
];

/** Keys that no caller here has on AWS either: assumed roles have no user name, Cognito identities no certificate. */
const NEVER_FILLED = [/^aws:username$/, /^iot:certificate\..+$/];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const MULTIVALUED = ['cognito-identity.amazonaws.com:amr', 'iot:connectattributes', 'aws:tagkeys'];

/** Whether a condition may ask for this key; keys are compared in lower case. */
export function isKnownKey(key: string): boolean {
  return KNOWN.some((known) => known.test(key));
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
