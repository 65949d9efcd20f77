import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls, checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { ToldAddress } from '../address.rules.js';
import { type CertificateFault, certificateFaults, type ShownCertificate } from '../certificate.rules.js';
import type { Outcome } from '../connection-step.rules.js';
import { reasonOf, STEP_MS, type Target, TooLate, within } from './target.js';

const MOST_ADDRESSES = 8;

/** What a name stands for. @throws whatever the name server answers */
export async function addressesOf({ host }: ToldAddress): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await within(STEP_MS, lookup(host, { all: true, verbatim: false }));
  return found.slice(0, MOST_ADDRESSES).map(({ address }) => address);
}

export function nameFault(error: unknown, { host }: ToldAddress): Outcome {
  return { code: error instanceof TooLate ? 'NAME_SILENT' : 'NAME_UNKNOWN', facts: { host, reason: reasonOf(error) } };
}

export async function tryTcp({ address, host, port }: Target): Promise<Outcome> {
  const startedAt = performance.now();
  const socket = connect({ host: address, port });
  try {
    await within(
      STEP_MS,
      new Promise<void>((done, fail) => {
        socket.once('connect', done);
        socket.once('error', fail);
      }),
    );
    return { code: 'TCP_CONNECTS', facts: { host, port, address, ms: Math.round(performance.now() - startedAt) } };
  } catch (error) {
    const reason = reasonOf(error);
    const facts = { host, port, address, reason };
    if (reason === 'ECONNREFUSED') return { code: 'TCP_REFUSED', facts };
    return { code: error instanceof TooLate || reason === 'ETIMEDOUT' ? 'TCP_SILENT' : 'TCP_UNREACHABLE', facts };
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

/** Whether the server's certificate would be taken by somebody who knows the public authorities only. */
export async function tryTls(target: Target, now: Date): Promise<Outcome> {
  const { address, host, port } = target;
  try {
    const shown = await shownBy(target);
    const faults = certificateFaults(shown, now);
    const { validFrom, validTo, ...plain } = shown;
    const days = { validFrom: validFrom.toISOString(), validTo: validTo.toISOString() };
    const code: CertificateFault | 'TLS_TRUSTED' = faults[0] ?? 'TLS_TRUSTED';
    return { code, facts: { host, port, address, ...plain, ...days, faults } };
  } catch (error) {
    return { code: 'TLS_NO_HANDSHAKE', facts: { host, port, address, reason: reasonOf(error) } };
  }
}

/** Whether TLS is spoken there, whoever's certificate it is. */
export async function speaksTls(target: Target): Promise<boolean> {
  return shownBy(target).then(
    () => true,
    () => false,
  );
}

async function shownBy({ address, host, port }: Target): Promise<ShownCertificate> {
  // Whatever it shows is to be told; nothing is sent to it.
  const socket = connectTls({
    host: address,
    port,
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
  });
  try {
    await within(
      STEP_MS,
      new Promise<void>((done, fail) => {
        socket.once('secureConnect', done);
        socket.once('error', fail);
      }),
    );
    return judged(socket, host);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function judged(socket: TLSSocket, host: string): ShownCertificate {
  const certificate = socket.getPeerCertificate(true);
  const fault: unknown = socket.authorizationError;
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    keyKind: certificate.modulus !== undefined ? 'rsa' : certificate.asn1Curve !== undefined ? 'ec' : 'other',
    keyBits: certificate.bits ?? 0,
    chainLength: chainLength(certificate),
    isSelfSigned: certificate.fingerprint256 === certificate.issuerCertificate?.fingerprint256,
    chainFault: socket.authorized ? null : typeof fault === 'string' ? fault : reasonOf(fault),
    isForHost: checkServerIdentity(host, certificate) === undefined,
    protocol: socket.getProtocol(),
  };
}

function nameOf(name: { readonly O?: string | string[]; readonly CN?: string | string[] }): string {
  return [name.CN ?? name.O ?? ''].flat().join(', ').slice(0, 200);
}

function chainLength(certificate: DetailedPeerCertificate): number {
  const seen = new Set<string>();
  for (let one = certificate; one && !seen.has(one.fingerprint256); one = one.issuerCertificate)
    seen.add(one.fingerprint256);
  return seen.size;
}
