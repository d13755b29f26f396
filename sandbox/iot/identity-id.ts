/**
 * Whether this has the form of a Cognito identity ID of the Region. Whether IoT asks Cognito if the identity exists is
 * not documented; an identity of another Region could never connect here.
 */
export function isIdentityId(text: string, region: string): boolean {
  return /^[\w-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) && text.startsWith(`${region}:`);
}
