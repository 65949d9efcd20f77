import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { tryMqtt } from '../../../src/telemetry/connecting/probes/mqtt.probe.js';
import { tryTcp, tryTls } from '../../../src/telemetry/connecting/probes/network.probe.js';
import { tryPage, trySocket } from '../../../src/telemetry/connecting/probes/page.probe.js';
import type { Target } from '../../../src/telemetry/connecting/probes/target.js';

const LINE = { clientId: 'trial', username: 'x', password: 'y', serial: 'SERIAL' };
const MQTT_LOG_IN_REFUSED = Buffer.from([0x20, 0x03, 0x00, 0x87, 0x00]);
const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();
/** Certificates are made by openssl; without it these are skipped, saying so. */
const withOpenssl = hasOpenssl ? describe : describe.skip;

describe('what may stand behind the address of a controller', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  });

  async function behind(server: Server, scheme: string, host = '127.0.0.1'): Promise<Target> {
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    return { scheme, host, port, isPortWritten: true, path: '/', address: '127.0.0.1' };
  }
  const page = (answer: RequestListener) => behind(createPage(answer), 'http');
  const speaks = (say: (socket: Socket, heard: Buffer) => void) =>
    behind(
      createTcp((socket) => socket.on('data', (heard) => say(socket, heard))),
      'tcp',
    );

  it('nothing', async () => {
    const target = await behind(createTcp(), 'tcp');
    await new Promise((done) => servers.pop()?.close(done));
    expect(await tryTcp(target)).toMatchObject({ code: 'TCP_REFUSED', facts: { port: target.port } });
  });

  it.each<[string, RequestListener, object]>([
    ['the page', (_, to) => to.end('<script src="/pilot/page.js">'), { code: 'PAGE_SHOWN' }],
    ['another page', (_, to) => to.end('<h1>router</h1>'), { code: 'PAGE_FOREIGN' }],
    ['an error', (_, to) => to.writeHead(502).end(), { code: 'PAGE_REFUSED', facts: { status: 502 } }],
    [
      'a redirection, which is not followed',
      (_, to) => to.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
      { code: 'PAGE_REDIRECTED', facts: { status: 302, location: 'http://169.254.169.254/latest/meta-data' } },
    ],
    [
      'no end of bytes',
      (_, to) => void setInterval(() => to.write(Buffer.alloc(65_536)), 1).unref(),
      { code: 'PAGE_FOREIGN' },
    ],
    [
      'a line that breaks off',
      (request) => request.destroy(),
      { code: 'PAGE_SILENT', facts: { reason: 'ECONNRESET' } },
    ],
  ])('for the page %s', async (_, answer, outcome) => expect(await tryPage(await page(answer))).toMatchObject(outcome));

  it('for the page nobody who answers', async () => {
    const outcome = await tryPage(await page(() => undefined));
    expect(outcome.code).toBe('PAGE_SILENT');
  });

  it('for the socket a proxy that does not pass it on', async () => {
    const target = await page((_, to) => to.writeHead(404).end());
    expect(await trySocket(target, '/ws', 'frame')).toEqual({ code: 'SOCKET_NOT_UPGRADED', facts: { status: 404 } });
  });

  it('for the broker one that refuses, and it is told by its own code', async () => {
    const target = await speaks((socket) => socket.write(MQTT_LOG_IN_REFUSED));
    expect(await tryMqtt(target, LINE)).toMatchObject({ code: 'MQTT_REFUSED', facts: { reason: '135' } });
  });

  it('for the broker something else', async () => {
    const target = await speaks((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await tryMqtt(target, LINE)).toMatchObject({ code: 'MQTT_NOT_MQTT' });
  });

  it('for the broker nobody who answers', async () => {
    expect(await tryMqtt(await speaks(() => undefined), LINE)).toMatchObject({ code: 'MQTT_SILENT' });
  }, 20_000);

  withOpenssl('with TLS', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'skydocket-tls-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    function made(name: string, more: readonly string[]): { key: Buffer; cert: Buffer } {
      const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
      const common = ['req', '-x509', '-nodes', '-keyout', key, '-out', cert, '-subj', `/CN=${name}.example.cn`];
      execFileSync('openssl', [...common, '-addext', `subjectAltName=DNS:${name}.example.cn`, ...more], {
        stdio: 'ignore',
      });
      return { key: readFileSync(key), cert: readFileSync(cert) };
    }
    const shown = async (name: string, more: readonly string[], host = `${name}.example.cn`) =>
      tryTls(await behind(createTls(made(name, more)), 'https', host), new Date());
    const RSA = ['-newkey', 'rsa:2048'];

    it('a certificate that signs itself', async () => {
      const outcome = await shown('own', [...RSA, '-days', '30']);
      expect(outcome).toMatchObject({
        code: 'TLS_SELF_SIGNED',
        facts: { faults: ['TLS_SELF_SIGNED'], keyBits: 2048, keyKind: 'rsa', subject: 'own.example.cn' },
      });
    });

    it('one for another host, with a curve', async () => {
      const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '30'];
      expect((await shown('other', curve, 'mine.example.cn')).facts).toMatchObject({
        faults: ['TLS_SELF_SIGNED', 'TLS_WRONG_HOST'],
        keyKind: 'ec',
        keyBits: 256,
      });
    });

    it('one that will have ended', async () => {
      const target = await behind(createTls(made('old', [...RSA, '-days', '1'])), 'https', 'old.example.cn');
      const outcome = await tryTls(target, new Date(Date.now() + 3 * 24 * 3_600_000));
      expect(outcome.facts).toMatchObject({ faults: ['TLS_SELF_SIGNED', 'TLS_EXPIRED'] });
    });

    it('a broker that controllers cannot be told of', async () => {
      const target = await behind(createTls(made('broker', [...RSA, '-days', '30'])), 'tcp');
      expect(await tryMqtt(target, LINE)).toMatchObject({ code: 'MQTT_SPEAKS_TLS' });
    }, 20_000);

    it('none at all', async () => {
      const target = await speaks((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      expect(await tryTls(target, new Date())).toMatchObject({ code: 'TLS_NO_HANDSHAKE' });
    });
  });
});
