import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { ExplicitAuthFlow, UserPoolClientSettings } from '../resources/cognito-resources.js';

type Flows = Readonly<Record<string, readonly [needs: ExplicitAuthFlow, refusal: string]>>;

const ofBoth: Flows = {
  USER_SRP_AUTH: ['ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.'],
  REFRESH_TOKEN_AUTH: ['ALLOW_REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client'],
  REFRESH_TOKEN: ['ALLOW_REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client'],
  CUSTOM_AUTH: ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH flow not enabled for this client'],
  USER_AUTH: ['ALLOW_USER_AUTH', 'USER_AUTH flow not enabled for this client'],
};

/** By operation: the flows that it knows, what a client must allow for them, and how AWS refuses them otherwise. */
const flows = {
  InitiateAuth: {
    ...ofBoth,
    USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
  },
  AdminInitiateAuth: {
    ...ofBoth,
    ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'Auth flow not enabled for this client'],
    // The older name of the same.
    ADMIN_NO_SRP_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'Auth flow not enabled for this client'],
  },
} satisfies Record<string, Flows>;

const emulated = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
] as const;
export type EmulatedAuthFlow = (typeof emulated)[number];

/** Throws unless the operation has the flow, the client allows it, and the sandbox can walk it. */
export function checkedAuthFlow(
  operation: keyof typeof flows,
  client: UserPoolClientSettings,
  flow: string,
): EmulatedAuthFlow {
  const ofOperation: Flows = flows[operation];
  const known = Object.hasOwn(ofOperation, flow) ? ofOperation[flow] : undefined;
  // Also the answer to the ADMIN_ flows from an app, and to a password that an operator sends as an app does.
  if (known === undefined) throw new AwsError('InvalidParameterException', 'Initiate Auth method not supported.');
  const [needs, refusal] = known;
  if (!client.explicitAuthFlows.includes(needs)) throw new AwsError('InvalidParameterException', refusal);
  const walked = emulated.find((name) => name === flow);
  if (walked === undefined) throw new UnsupportedError(`the sign-in flow ${flow}`);
  return walked;
}
