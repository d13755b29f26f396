/** What vouches for this user's sandboxes when they speak TLS. */
export interface CertificateAuthority {
  /** Its certificate as a PEM file, for clients to trust: it can vouch for loopback names alone. */
  readonly caFile: string;
  /** What was wrong with the one before, if this one has just taken its place, so that clients have to trust it anew. */
  readonly replaced?: string;
}

/**
 * Makes it if there is none yet. Nothing else on this machine is changed.
 *
 * @param folder @default in this user's cache folder
 * @throws Error of the file system where the folder cannot be read or written
 */
export async function certificateAuthority(folder?: string): Promise<CertificateAuthority> {
  const { openAuthority } = await import('./authority.js');
  const { authorityFolder } = await import('./authority-folder.js');
  const { caFile, replaced } = await openAuthority(folder ?? authorityFolder(), Date.now());
  return { caFile, ...(replaced === undefined ? {} : { replaced }) };
}
