import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a certificate of its own for 127.0.0.1 and its key into the folder, as `server.crt` and `server.key`. */
export function selfSigned(folder: string): { certFile: string; keyFile: string } {
  const [certFile, keyFile] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-out', certFile, '-keyout', keyFile], { stdio: 'ignore' });
  return { certFile, keyFile };
}

/** A good certificate of another key, made in a folder below this one. */
export function otherCertificate(folder: string): Buffer {
  return readFileSync(selfSigned(mkdtempSync(join(folder, 'other-'))).certFile);
}
