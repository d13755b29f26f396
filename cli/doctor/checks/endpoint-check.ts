import type { Facts } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether IotEndpoint is the host that AWS IoT names for browsers, and answers. */
export function endpointCheck({
  outputs,
  endpoint,
  gateway,
}: Pick<Facts, 'outputs' | 'endpoint' | 'gateway'>): Verdict {
  const { IotEndpoint: given = '', Region = '' } = outputs;
  const region = /\.iot(?:-fips)?\.([a-z0-9-]+)\.amazonaws\./.exec(given)?.[1];
  if (region !== undefined && region !== Region) {
    return { bad: 'EndpointOfOtherRegion', text: `${given} is of Region ${region}; the stack is in ${Region}` };
  }
  return judged(endpoint, (named) => {
    if (given !== named) {
      const isAts = given.split('.')[0]?.endsWith('-ats') ?? false;
      const text = `IotEndpoint is ${given}; AWS IoT names ${named}`;
      return { bad: isAts ? 'EndpointOfOtherAccount' : 'EndpointNotAts', text };
    }
    if ('error' in gateway) return { bad: 'EndpointUnreachable', text: `${given}: ${gateway.error}` };
    return { ok: `${given} answers` };
  });
}
