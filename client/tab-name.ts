/**
 * What tells this tab or device from the others of the same user, as one level of a topic. It is what the client ID has
 * beside the identity ID, so it stays over a reload where that does.
 */
export function tabName(clientId: string, identityId: string): string {
  const own = clientId.startsWith(identityId) ? clientId.slice(identityId.length) : clientId;
  return own.replace(/^[^A-Za-z0-9]+/, '').replace(/[/+#]/g, '_') || 'only';
}
