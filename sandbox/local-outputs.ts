import { apiPath } from './api-gateway/api-gateway.js';

/**
 * An output that holds an address on AWS, of the API or of the hosted sign-in, gets its address here.
 *
 * @param domains hosts of the hosted sign-in on AWS
 */
export function localOutputs(
  outputs: Readonly<Record<string, string>>,
  { url, host }: { readonly url: string; readonly host: string },
  apis: readonly { readonly restApiId: string; readonly stageName: string }[],
  region: string,
  domains: readonly string[],
): Record<string, string> {
  const addresses = [
    ...apis.map(({ restApiId, stageName }) => {
      const onAws = `https://${restApiId}.execute-api.${region}.amazonaws.com/${stageName}`;
      return [onAws, url + apiPath(restApiId, stageName)] as const;
    }),
    ...domains.flatMap((domain) => [[`https://${domain}`, url] as const, [domain, host] as const]),
  ];
  const local = (value: string) => addresses.reduce((text, [onAws, here]) => text.replaceAll(onAws, here), value);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, local(value)]));
}
