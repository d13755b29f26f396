import type { SignInOccasion } from '../sign-in/sign-in-occasion.js';

/** How tokens of the hosted sign-in come about. Its pages take no metadata for the functions. */
export const HOSTED: SignInOccasion = { source: 'TokenGeneration_HostedAuth', clientMetadata: undefined };
