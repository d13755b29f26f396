import type { ClientOutputs } from '../contract/stack-outputs.js';
import { type Address, readAddress } from './address.js';
import { type AmplifyOutputs, ofAmplify } from './amplify-outputs.js';
import { InvalidOutputsError } from './iot-access-error.js';

export interface Endpoints {
  readonly region: string;
  readonly attachPolicyUrl: string;
  /** `wss://<host>/mqtt`, unsigned. */
  readonly mqttUrl: string;
  /** Host names, for messages. */
  readonly iotHost: string;
  readonly apiHost: string;
}

/** The outputs of the stack, or the file of an Amplify backend that has them. */
export type GivenOutputs = ClientOutputs | AmplifyOutputs;

/** @throws InvalidOutputsError naming what is missing or wrong, and what it should be */
export function readOutputs(given: GivenOutputs): Endpoints {
  const outputs = isOfAmplify(given) ? ofAmplify(given) : given;
  const { Region: region, AttachPolicyUrl: attachPolicyUrl, IotEndpoint: endpoint } = checkPresence(outputs);
  const api = checkApi(attachPolicyUrl);
  const iot = checkEndpoint(endpoint, region);
  return {
    region,
    // As it is signed: browsers leave out the scheme's own port.
    attachPolicyUrl: `${api.protocol}//${api.host}${api.pathname}`,
    mqttUrl: `${isLoopback(iot) ? 'ws' : 'wss'}://${iot.host}/mqtt`,
    iotHost: iot.host,
    apiHost: api.host,
  };
}

/** Its own format has a version; a stack has no output of that name, or has `AttachPolicyUrl` besides. */
function isOfAmplify(given: GivenOutputs): given is AmplifyOutputs {
  return typeof given === 'object' && given !== null && 'version' in given && !('AttachPolicyUrl' in given);
}

function checkPresence(outputs: ClientOutputs): ClientOutputs {
  const isObject = typeof outputs === 'object' && outputs !== null;
  const [nested] = isObject ? Object.entries(outputs).filter(([, value]) => typeof value === 'object') : [];
  const check = nested
    ? `Pass the object below the stack's name: outputs[${JSON.stringify(nested[0])}].`
    : 'Pass the object that `npm run deploy` wrote to cdk-outputs.json, below the stack’s name.';
  for (const name of ['Region', 'AttachPolicyUrl', 'IotEndpoint']) {
    if (isObject && typeof outputs[name] === 'string' && outputs[name] !== '') continue;
    throw new InvalidOutputsError(`The stack outputs have no ${name}.`, check);
  }
  return outputs;
}

function checkApi(given: string): Address {
  const url = readAddress(given);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return url;
  throw new InvalidOutputsError(
    `AttachPolicyUrl is ${JSON.stringify(given)}.`,
    'It must be an https: address; http: is only for the sandbox on this machine.',
  );
}

function checkEndpoint(given: string, region: string): Address {
  const url = readAddress(`https://${given}`);
  if (!url || url.host !== given.toLowerCase()) {
    throw new InvalidOutputsError(`IotEndpoint is ${JSON.stringify(given)}.`, 'It must be a host name without scheme.');
  }
  const [, prefix, itsRegion] = /^([\w-]+)\.iot\.([\w-]+)\.amazonaws\.com(?:\.cn)?$/.exec(url.hostname) ?? [];
  // A custom domain has no such form and is the owner's to name: endpoints of the account are checked.
  if (prefix && !prefix.endsWith('-ats')) {
    throw new InvalidOutputsError(
      `IotEndpoint is ${given}, whose certificate browsers no longer trust.`,
      'Take the one that `aws iot describe-endpoint --endpoint-type iot:Data-ATS` gives.',
    );
  }
  if (itsRegion && itsRegion !== region) {
    throw new InvalidOutputsError(
      `IotEndpoint is in ${itsRegion}, Region is ${region}.`,
      'Take both from the same deployment: the signature holds for one Region.',
    );
  }
  return url;
}

/** Only there may anything go unencrypted. */
function isLoopback({ hostname }: Pick<Address, 'hostname'>): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
