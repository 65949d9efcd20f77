import { execFileSync } from 'node:child_process';
import { sign, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { OctetString } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, TimeStampResp } from 'pkijs';

/** Certificates that sign time stamps here: `plain` may sign anything but time stamps, `expired` was good in 2020. */
export type Signer = 'good' | 'plain' | 'expired';

const EXTENSIONS: Readonly<Record<Signer, string>> = {
  good: 'extendedKeyUsage=critical,timeStamping\n',
  plain: 'extendedKeyUsage=critical,codeSigning\n',
  expired: 'extendedKeyUsage=critical,timeStamping\n',
};

/** A time-stamping authority made of OpenSSL's own commands, with a certificate authority of its own. */
export class OpensslAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'tsa-'));
  readonly caFile = join(this.folder, 'ca.pem');
  private count = 0;

  constructor(readonly name = 'Test TSA') {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    this.openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '3',
      '-subj',
      `/CN=${name} CA`,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
    );
    this.write('serial', '01\n');
    this.write('serial_of_stamps', '01\n');
    this.write('index', '');
    mkdirSync(join(this.folder, 'issued'));
    for (const signer of ['good', 'plain', 'expired'] as const) this.issue(signer);
  }

  /** The answer to a question (DER), also with a certificate that should not be used. */
  reply(question: Buffer, signer: Signer = 'good', section = 'kind'): Buffer {
    const [asked, answered] = [`${(this.count += 1)}.tsq`, `${this.count}.tsr`];
    this.write(asked, question);
    const by = signer === 'plain' ? 'good' : signer;
    this.openssl(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      `${by}_${section}`,
      '-queryfile',
      asked,
      '-out',
      answered,
    );
    const answer = this.read(answered);
    return signer === 'plain' ? this.signedAnew(answer, signer) : answer;
  }

  /** An answer over some bytes, asked for by OpenSSL. */
  stamp(data: Buffer, signer: Signer = 'good', digest = 'sha256'): Buffer {
    return this.reply(this.ask(data, digest), signer);
  }

  /** OpenSSL's question for some bytes. */
  ask(data: Buffer, digest = 'sha256'): Buffer {
    this.write('data', data);
    this.openssl('ts', '-query', '-data', 'data', `-${digest}`, '-cert', '-out', 'question.tsq');
    return this.read('question.tsq');
  }

  /** A good answer whose signature is one of RSA-PSS. */
  signedByPss(answer: Buffer): Buffer {
    return this.signedAnew(answer, 'good', ['-keyopt', 'rsa_padding_mode:pss']);
  }

  /** An answer that names `good` as its signer and holds its certificate, but was signed by another of the same authority. */
  signedUnderAName(answer: Buffer, by: Signer): Buffer {
    const reply = TimeStampResp.fromBER(Uint8Array.from(answer));
    const signed = new SignedData({ schema: reply.timeStampToken?.content });
    const [signer] = signed.signerInfos;
    if (!signer?.signedAttrs) throw new Error('the answer has no signer');
    const other = Certificate.fromBER(Uint8Array.from(new X509Certificate(this.read(`${by}.pem`)).raw));
    signer.sid = new IssuerAndSerialNumber({ issuer: other.issuer, serialNumber: other.serialNumber });
    const attributes = Buffer.from(signer.signedAttrs.encodedValue);
    signer.signature = new OctetString({ valueHex: sign('sha256', attributes, this.read(`${by}.key`)) });
    signed.certificates = [...(signed.certificates ?? []), other];
    reply.timeStampToken = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
    return Buffer.from(reply.toSchema().toBER(false));
  }

  /** The token of an answer alone. */
  tokenOf(answer: Buffer): Buffer {
    this.write('answer.tsr', answer);
    this.openssl('ts', '-reply', '-in', 'answer.tsr', '-token_out', '-out', 'token.der');
    return this.read('token.der');
  }

  /** What OpenSSL says of it: true, or it throws. */
  accepts(answer: Buffer, data: Buffer): boolean {
    this.write('checked.tsr', answer);
    this.write('data', data);
    const words = this.openssl('ts', '-verify', '-in', 'checked.tsr', '-data', 'data', '-CAfile', 'ca.pem');
    return words.includes('Verification: OK');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** `openssl ts` will not sign with such a certificate; its message format can be made without it. */
  private signedAnew(answer: Buffer, signer: Signer, more: readonly string[] = []): Buffer {
    this.write('token.der', this.tokenOf(answer));
    this.openssl('cms', '-verify', '-noverify', '-in', 'token.der', '-inform', 'DER', '-binary', '-out', 'info.der');
    const how = ['-sign', '-cades', '-binary', '-nodetach', '-md', 'sha256', '-econtent_type', 'id-smime-ct-TSTInfo'];
    const by = ['-signer', `${signer}.pem`, '-inkey', `${signer}.key`, ...more];
    this.openssl('cms', ...how, ...by, '-in', 'info.der', '-outform', 'DER', '-out', 'token.der');
    const granted = Buffer.from('3003020100', 'hex');
    return sequence(Buffer.concat([granted, this.read('token.der')]));
  }

  private issue(signer: Signer): void {
    const subject = `/C=CN/O=Test/CN=${this.name}`;
    this.openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      subject,
      '-keyout',
      `${signer}.key`,
      '-out',
      'request.pem',
    );
    this.write('extensions', `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n${EXTENSIONS[signer]}`);
    this.write('ca.cnf', CA_CONFIG);
    this.write('tsa.cnf', TSA_CONFIG);
    const period =
      signer === 'expired' ? ['-startdate', '20200101000000Z', '-enddate', '20201231000000Z'] : ['-days', '2'];
    const from = ['-in', 'request.pem', '-extfile', 'extensions', '-out', `${signer}.pem`];
    this.openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...period, ...from);
  }

  private openssl(...words: string[]): string {
    return execFileSync('openssl', words, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  private write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.folder, name), content);
  }

  private read(name: string): Buffer {
    return readFileSync(join(this.folder, name));
  }
}

/** DER with a length of two bytes. */
export function sequence(content: Buffer): Buffer {
  const head = Buffer.from([0x30, 0x82, 0, 0]);
  head.writeUInt16BE(content.length, 2);
  return Buffer.concat([head, content]);
}

const CA_CONFIG = `
[ca]
default_ca = own
[own]
database = index
new_certs_dir = issued
serial = serial
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
countryName = optional
organizationName = optional
commonName = supplied
`;

const section = (signer: string, kind: string, digests: string): string => `
[${signer}_${kind}]
serial = serial_of_stamps
signer_cert = ${signer}.pem
signer_key = ${signer}.key
certs = ca.pem
default_policy = 1.2.3.4.1
digests = ${digests}
accuracy = secs:1
tsa_name = yes
signer_digest = sha256
ess_cert_id_alg = sha256
`;

/** `strict` takes no digest that we ask with. */
const TSA_CONFIG = [
  section('good', 'kind', 'sha256, sha384, sha512'),
  section('good', 'strict', 'sha512'),
  section('expired', 'kind', 'sha256'),
].join('');

/** How the server answers: a good answer, or what a bad one does. */
export type Manner = (question: Buffer, response: ServerResponse) => void;

/** The same authority on a loopback port (RFC 3161, 3.4). */
export class LoopbackAuthority {
  /** Questions that came so far. */
  asked = 0;
  manner: Manner = this.good;

  private constructor(
    readonly authority: OpensslAuthority,
    private readonly server: Server,
  ) {}

  static async start(authority = new OpensslAuthority()): Promise<LoopbackAuthority> {
    const server = createServer();
    const own = new LoopbackAuthority(authority, server);
    server.on('request', (request, response) => {
      buffer(request)
        .then((question) => {
          own.asked += 1;
          own.manner(question, response);
        })
        .catch(() => response.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tsa`;
  }

  get good(): Manner {
    return (question, response) => send(response, this.authority.reply(question));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
    this.authority.remove();
  }
}

export function send(response: ServerResponse, answer: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer);
}
