/** The name with `…` in place of the own identity ID, which is long and shown elsewhere. */
export function withoutIdentity(name: string, identityId: string | undefined): string {
  return identityId === undefined ? name : name.replaceAll(identityId, () => '…');
}
