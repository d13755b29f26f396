import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';

/** A certificate with its private key, both as PEM. */
export interface CertifiedKey {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate authority that signs. */
export interface SigningAuthority {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
}

const DAY = 86_400_000;
const AUTHORITY_DAYS = 10 * 365;
/** Browsers take up to 398. */
const SERVER_DAYS = 30;
/** How far clients' clocks may be behind. */
const BACKDATED = DAY;

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const HOST_NAME = 'localhost';
const ADDRESSES = ['127.0.0.1', '::1'];

/**
 * An authority that can vouch for this machine's loopback names and for nothing else, so that trusting it gives nobody
 * the means to speak for another host.
 */
export function newAuthority(now: number): CertifiedKey {
  const { key, spki } = newKey();
  const subject = nameOf(`cognito-iot sandbox ${randomBytes(4).toString('hex')}`);
  const permitted = [
    { dNSName: HOST_NAME },
    // An address with a mask of ones: that address alone.
    ...ADDRESSES.map((address) => ({ iPAddress: `${address}/${address.includes(':') ? 128 : 32}` })),
  ];
  const constraints = new x509.NameConstraints({
    permittedSubtrees: new x509.GeneralSubtrees(
      permitted.map((base) => new x509.GeneralSubtree({ base: new x509.GeneralName(base) })),
    ),
  });
  const certificate = signed(key, {
    subject,
    issuer: subject,
    spki,
    notBefore: now - BACKDATED,
    notAfter: now + AUTHORITY_DAYS * DAY,
    extensions: [
      critical(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      critical(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign)),
      critical(x509.id_ce_nameConstraints, constraints),
      extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyIdentifier(spki))),
    ],
  });
  return { key: pemOf(key), certificate };
}

/** A certificate for whatever listens on this machine, with a new key. */
export function newServerCertificate(authority: SigningAuthority, now: number): CertifiedKey {
  const { key, spki } = newKey();
  const issuer = AsnConvert.parse(authority.certificate, x509.Certificate).tbsCertificate;
  const names = [{ dNSName: HOST_NAME }, ...ADDRESSES.map((iPAddress) => ({ iPAddress }))];
  const issuerKey = AsnConvert.serialize(issuer.subjectPublicKeyInfo);
  const certificate = signed(authority.key, {
    subject: nameOf(HOST_NAME),
    issuer: issuer.subject,
    spki,
    notBefore: now - BACKDATED,
    notAfter: now + SERVER_DAYS * DAY,
    extensions: [
      critical(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: false })),
      critical(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.digitalSignature)),
      extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])),
      extension(
        x509.id_ce_subjectAltName,
        new x509.SubjectAlternativeName(names.map((name) => new x509.GeneralName(name))),
      ),
      extension(
        x509.id_ce_authorityKeyIdentifier,
        new x509.AuthorityKeyIdentifier({ keyIdentifier: new x509.KeyIdentifier(keyIdentifier(issuerKey)) }),
      ),
    ],
  });
  return { key: pemOf(key), certificate };
}

interface Content {
  readonly subject: x509.Name;
  readonly issuer: x509.Name;
  readonly spki: ArrayBuffer;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly x509.Extension[];
}

/** @returns PEM */
function signed(key: KeyObject, { subject, issuer, spki, notBefore, notAfter, extensions }: Content): string {
  const signatureAlgorithm = new x509.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const serialNumber = randomBytes(16);
  // A positive number of sixteen bytes, written without a leading zero.
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: arrayBuffer(serialNumber),
    signature: signatureAlgorithm,
    issuer,
    subject,
    validity: new x509.Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) }),
    subjectPublicKeyInfo: AsnConvert.parse(spki, x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions([...extensions]),
  });
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), key);
  const whole = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: arrayBuffer(signatureValue),
  });
  return pem('CERTIFICATE', Buffer.from(AsnConvert.serialize(whole)));
}

function newKey(): { readonly key: KeyObject; readonly spki: ArrayBuffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, spki: arrayBuffer(publicKey.export({ type: 'spki', format: 'der' })) };
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function nameOf(commonName: string): x509.Name {
  const value = new x509.AttributeValue({ utf8String: commonName });
  const attribute = new x509.AttributeTypeAndValue({ type: COMMON_NAME, value });
  return new x509.Name([new x509.RelativeDistinguishedName([attribute])]);
}

function keyIdentifier(spki: ArrayBuffer): ArrayBuffer {
  return arrayBuffer(createHash('sha1').update(new Uint8Array(spki)).digest());
}

const critical = (extnID: string, value: object) => extension(extnID, value, { critical: true });

function extension(extnID: string, value: object, { critical = false } = {}): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
