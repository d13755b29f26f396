import type { CertifiedKey } from './certificates.js';

/**
 * What to show to a client that speaks TLS, with its chain: made for the first that asks, and anew before it ends.
 *
 * @throws Error saying so, where this user's certificate authority cannot be kept
 */
export type ServerCertificate = () => Promise<CertifiedKey>;

export interface ServerCertificateOptions {
  /** Of the certificate authority. @default this user's cache folder */
  readonly folder: string | undefined;
  /** Takes what a developer should read. */
  readonly log: (line: string) => void;
}

/** A day before a certificate of thirty days ends. */
const RENEWED_AFTER = 29 * 86_400_000;

export function createServerCertificate({ folder, log }: ServerCertificateOptions): ServerCertificate {
  let made: { readonly at: number; readonly certificate: Promise<CertifiedKey> } | undefined;

  const make = async (now: number): Promise<CertifiedKey> => {
    // Only now: a sandbox that nobody asks for TLS loads and writes nothing for it.
    const { openAuthority } = await import('./authority.js');
    const { authorityFolder } = await import('./authority-folder.js');
    const authority = await openAuthority(folder ?? authorityFolder(), now);
    if (authority.replaced !== undefined) {
      log(
        `The certificate authority of this user's sandboxes is a new one, since of the one before ${authority.replaced}. ` +
          `Clients have to trust ${authority.caFile} again: cognito-iot sandbox trust.`,
      );
    }
    const { key, certificate } = authority.certify(now);
    return { key, certificate: certificate + authority.certificate };
  };

  let told = false;
  const failure = (error: Error): never => {
    const message =
      `The sandbox speaks plain HTTP alone, since its certificate authority cannot be kept: ${error.message}. It needs a ` +
      'folder that it may write: caFolder, or --ca-folder.';
    if (!told) log(message);
    told = true;
    throw new Error(message, { cause: error });
  };

  return () => {
    // The machine's time and not the sandbox's, since clients go by theirs.
    const now = Date.now();
    if (made !== undefined && now - made.at < RENEWED_AFTER) return made.certificate;
    const certificate = make(now).catch(failure);
    made = { at: now, certificate };
    certificate.catch(() => {
      // The next one may find the folder mended.
      if (made?.certificate === certificate) made = undefined;
    });
    return certificate;
  };
}
