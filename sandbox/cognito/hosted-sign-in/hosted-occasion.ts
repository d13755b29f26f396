import type { SignInOccasion } from '../user-pool/authentication-result.js';

/** How tokens of the hosted sign-in come about. Its pages take no metadata for the functions. */
export const HOSTED: SignInOccasion = { source: 'TokenGeneration_HostedAuth', clientMetadata: undefined };
