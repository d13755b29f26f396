import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { ExplicitAuthFlow, UserPoolClientSettings } from '../resources/cognito-resources.js';

/** The flows that InitiateAuth knows, what a client must allow for them, and how AWS refuses them otherwise. */
const flows: Readonly<Record<string, readonly [needs: ExplicitAuthFlow, refusal: string]>> = {
  USER_SRP_AUTH: ['ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.'],
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
  REFRESH_TOKEN_AUTH: ['ALLOW_REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client'],
  REFRESH_TOKEN: ['ALLOW_REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client'],
  CUSTOM_AUTH: ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH flow not enabled for this client'],
  USER_AUTH: ['ALLOW_USER_AUTH', 'USER_AUTH flow not enabled for this client'],
};

const emulated = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const;
export type EmulatedAuthFlow = (typeof emulated)[number];

/** Throws unless the client allows the flow and the sandbox can walk it. */
export function checkedAuthFlow(client: UserPoolClientSettings, flow: string): EmulatedAuthFlow {
  const known = Object.hasOwn(flows, flow) ? flows[flow] : undefined;
  // Also the answer to the ADMIN_ flows, which belong to AdminInitiateAuth.
  if (known === undefined) throw new AwsError('InvalidParameterException', 'Initiate Auth method not supported.');
  const [needs, refusal] = known;
  if (!client.explicitAuthFlows.includes(needs)) throw new AwsError('InvalidParameterException', refusal);
  const walked = emulated.find((name) => name === flow);
  if (walked === undefined) throw new UnsupportedError(`the sign-in flow ${flow}`);
  return walked;
}
