import { spawn } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, createServer } from 'node:tls';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';
import { type Authority, openAuthority } from '../../../sandbox/tls/authority.js';

const DAY = 86_400_000;
const now = Date.now();
const place = mkdtempSync(join(tmpdir(), 'authority-'));
afterAll(() => rmSync(place, { recursive: true }));

let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(place, `${++count}`, 'cognito-iot');
});

const mode = (...path: string[]) => statSync(join(folder, ...path)).mode & 0o777;
const keyFile = () => join(folder, 'authority-key.pem');

describe("a user's certificate authority", () => {
  it('is made once, and stays', async () => {
    const made = await openAuthority(folder, now);
    expect(readFileSync(made.caFile, 'utf8')).toBe(made.certificate);
    const again = await openAuthority(folder, now + DAY);
    expect([again.certificate, again.replaced]).toEqual([made.certificate, undefined]);
    expect(readdirSync(folder).sort()).toEqual(['authority-key.pem', 'ca.pem', 'lock']);
  });

  it('keeps its key in one file, for its user alone', async () => {
    const { caFile, ...told } = await openAuthority(folder, now);
    expect([mode(), mode('authority-key.pem')]).toEqual([0o700, 0o600]);
    expect(readFileSync(keyFile(), 'utf8')).toContain('PRIVATE KEY');
    expect(readFileSync(caFile, 'utf8') + JSON.stringify(told)).not.toContain('PRIVATE KEY');
  });

  it('closes a key to others that was left open', async () => {
    await openAuthority(folder, now);
    chmodSync(folder, 0o755);
    chmodSync(keyFile(), 0o644);
    await openAuthority(folder, now);
    expect([mode(), mode('authority-key.pem')]).toEqual([0o700, 0o600]);
  });

  it('is the same for four processes that make it at the same moment', async () => {
    const script = join(import.meta.dirname, 'make-authority.mjs');
    const processes = Array.from({ length: 4 }, () => spawn(process.execPath, [script, folder]));
    for (const { stderr } of processes) stderr.pipe(process.stderr);
    await Promise.all(processes.map(({ stdout }) => once(stdout, 'data')));
    const told = Promise.all(processes.map(({ stdout }) => text(stdout)));
    for (const { stdin } of processes) stdin.write('now\n');
    const [certificate, ...others] = (await told).map((line) => (JSON.parse(line) as Authority).certificate);
    expect(new Set(others)).toEqual(new Set([certificate]));
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(certificate);
  });

  it.each([
    { damage: 'cut short', spoil: (pair: string) => pair.slice(0, -200), because: 'it could not be read' },
    { damage: 'of something else', spoil: () => 'hello', because: 'it could not be read' },
    { damage: 'empty', spoil: () => '', because: 'it could not be read' },
  ])('is replaced when its file is $damage, and says so once', async ({ spoil, because }) => {
    const { certificate } = await openAuthority(folder, now);
    writeFileSync(keyFile(), spoil(readFileSync(keyFile(), 'utf8')));
    const other = await openAuthority(folder, now);
    expect(other.replaced).toBe(because);
    expect(other.certificate).not.toBe(certificate);
    expect(await openAuthority(folder, now)).toMatchObject({ certificate: other.certificate, replaced: undefined });
  });

  it('is replaced when its key is of another certificate', async () => {
    const [one, other] = [await openAuthority(folder, now), await openAuthority(`${folder}-2`, now)];
    const [key = ''] = readFileSync(keyFile(), 'utf8').split('-----BEGIN CERTIFICATE');
    writeFileSync(keyFile(), key + other.certificate);
    expect((await openAuthority(folder, now)).replaced).toBe('its key belongs to another certificate');
    expect(one.replaced).toBeUndefined();
  });

  it('is replaced a month before it ends, so that it outlives what it certifies', async () => {
    const { certificate } = await openAuthority(folder, now);
    const ends = Date.parse(new X509Certificate(certificate).validTo);
    expect((await openAuthority(folder, ends - 32 * DAY)).certificate).toBe(certificate);
    expect((await openAuthority(folder, ends - 30 * DAY)).replaced).toMatch(/^it was valid until /);
  });

  it('writes the file for clients again when it is gone, or is another one', async () => {
    const { certificate, caFile } = await openAuthority(folder, now);
    for (const spoil of [() => rmSync(caFile), () => writeFileSync(caFile, 'another')]) {
      spoil();
      expect((await openAuthority(folder, now)).certificate).toBe(certificate);
      expect(readFileSync(caFile, 'utf8')).toBe(certificate);
    }
  });

  it('says what the file system says, where its folder cannot be made', async () => {
    writeFileSync(join(place, 'file'), '');
    await expect(openAuthority(join(place, 'file', 'cognito-iot'), now)).rejects.toThrow('ENOTDIR');
  });
});

describe('what it certifies', () => {
  it('is this machine, for thirty days, with a key of its own', async () => {
    const authority = await openAuthority(folder, now);
    const { key, certificate } = authority.certify(now);
    const [leaf, ca] = [new X509Certificate(certificate), new X509Certificate(authority.certificate)];
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(Date.parse(leaf.validTo) - now).toBeLessThan(31 * DAY);
    expect([leaf.ca, ca.ca]).toEqual([false, true]);
  });

  it('is believed for no other host, even where somebody has stolen the key', async () => {
    const authority = await openAuthority(folder, now);
    const { key, certificate } = authority.certify(now);
    const show = async (cert: string, servername: string) => {
      const server = createServer({ key, cert }, (socket) => socket.end());
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      const socket = connect({ port, host: '127.0.0.1', servername, ca: authority.certificate });
      const end = await once(socket, 'secureConnect').then(
        () => 'believed',
        (error: Error) => error.message,
      );
      socket.destroy();
      server.close();
      return end;
    };
    expect(await show(certificate, 'localhost')).toBe('believed');
    const [stolen = ''] = readFileSync(keyFile(), 'utf8').split('-----BEGIN CERTIFICATE');
    expect(await show(renamed(certificate, 'localhost', stolen), 'localhost')).toBe('believed');
    expect(await show(renamed(certificate, 'example.com', stolen), 'example.com')).toBe('permitted subtree violation');
  });
});

/** The same certificate for another host, signed by this key. @returns PEM */
function renamed(pem: string, dNSName: string, key: string): string {
  const certificate = AsnConvert.parse(new X509Certificate(pem).raw, x509.Certificate);
  const { tbsCertificate } = certificate;
  const names = tbsCertificate.extensions?.find(({ extnID }) => extnID === x509.id_ce_subjectAltName);
  if (names === undefined) throw new Error('a certificate without names');
  const other = new x509.SubjectAlternativeName([new x509.GeneralName({ dNSName })]);
  names.extnValue = new OctetString(AsnConvert.serialize(other));
  const { tbsCertificateRaw: _, ...parts } = certificate;
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), createPrivateKey(key));
  const whole = new x509.Certificate({ ...parts, tbsCertificate, signatureValue: new Uint8Array(signature).buffer });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(whole))).toString();
}
