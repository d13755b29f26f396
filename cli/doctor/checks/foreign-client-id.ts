const IDENTITY_ID = /^[a-z0-9-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** Whether the client ID is, or begins with, the identity ID of somebody else. */
export function isForeignClientId(clientId: string | undefined, identityId: string | undefined): boolean {
  const [named] = IDENTITY_ID.exec(clientId ?? '') ?? [];
  return named !== undefined && named !== identityId;
}
