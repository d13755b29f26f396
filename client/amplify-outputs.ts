import type { ClientOutputs } from '../contract/stack-outputs.js';
import { InvalidOutputsError } from './iot-access-error.js';

/** `amplify_outputs.json` of an Amplify Gen 2 backend that has `backend.addOutput({ custom: { iot: access.outputs } })`. */
export interface AmplifyOutputs {
  /** Of the file's own format. */
  readonly version: string;
  /** The backend's own sign-in, of which the identity pool has to be the one of `IotAccess`. */
  readonly auth?: {
    /** As Amplify writes it. */
    readonly identity_pool_id?: string;
  };
  /** What the backend put out by itself, the outputs of `IotAccess` among them. */
  readonly custom?: object;
}

/** @throws InvalidOutputsError where the file has not the outputs of one stack, or those of another sign-in */
export function ofAmplify({ auth, custom = {} }: AmplifyOutputs): ClientOutputs {
  const [[name, outputs] = ['iot', undefined], ...others] = Object.entries(custom).filter(isOfStack);
  if (outputs === undefined) {
    throw new InvalidOutputsError(
      'amplify_outputs.json has no outputs of IotAccess under "custom".',
      'Have amplify/backend.ts say backend.addOutput({ custom: { iot: access.outputs } }), and deploy again.',
    );
  }
  if (others.length > 0) {
    const names = [name, ...others.map(([other]) => other)];
    throw new InvalidOutputsError(
      `amplify_outputs.json has the outputs of several IotAccess: custom.${names.join(', custom.')}.`,
      'Pass the one to connect to, as in outputs: file.custom.iot.',
    );
  }
  const [own, ofAuth] = [outputs.IdentityPoolId, auth?.identity_pool_id];
  if (own !== undefined && ofAuth !== undefined && own !== ofAuth) {
    throw new InvalidOutputsError(
      `amplify_outputs.json is of two deployments: custom.${name} is for the identity pool ${own}, auth for ${ofAuth}.`,
      'Take the file as one deployment wrote it, or give IotAccess the sign-in of this backend.',
    );
  }
  return outputs;
}

function isOfStack(entry: [name: string, value: unknown]): entry is [name: string, outputs: ClientOutputs] {
  const [, value] = entry;
  return typeof value === 'object' && value !== null && 'AttachPolicyUrl' in value;
}
