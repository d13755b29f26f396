import type { UserProperty } from '../mqtt/packets.js';

/**
 * User properties as HTTP has them: an array of objects in JSON, in base64. The name of an object's member is that of
 * the property.
 *
 * @returns undefined for what is none
 */
export function readUserProperties(base64: string): readonly UserProperty[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(json) || json.some((one) => typeof one !== 'object' || one === null || Array.isArray(one))) {
    return undefined;
  }
  const properties = (json as object[]).flatMap((one) => Object.entries(one));
  return properties.every((property): property is [string, string] => typeof property[1] === 'string')
    ? properties
    : undefined;
}

export function writeUserProperties(properties: readonly UserProperty[]): string {
  const json = JSON.stringify(properties.map(([name, value]) => ({ [name]: value })));
  return Buffer.from(json).toString('base64');
}
