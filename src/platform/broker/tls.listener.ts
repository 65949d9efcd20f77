import { readFileSync, statSync } from 'node:fs';
import type { Server as NetServer, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Logger } from '../logging/index.js';
import { StartError } from '../start-error.js';
import type { LineRefusal } from './broker.js';

const CONNECT_TIMEOUT_MS = 10_000;
const LOOK_MS = 30_000;

export interface TlsOptions {
  readonly port: number;
  /** PEM files: the certificate with its chain, and its key. */
  readonly certFile: string;
  readonly keyFile: string;
  /** How often a renewed certificate is looked for. */
  readonly lookMs?: number;
}

interface TlsHandlers {
  readonly opened: (socket: Socket) => void;
  readonly secured: (socket: TLSSocket) => void;
  readonly refused: (reason: LineRefusal) => void;
}

interface Pair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * A server for TLS 1.2 and newer that takes a renewed certificate for the connections that come after it. `opened` gets
 * every TCP connection, `secured` those whose handshake is done.
 * @throws StartError when the files cannot be used
 */
export function tlsServer(
  { connectTimeoutMs = CONNECT_TIMEOUT_MS, ...files }: TlsOptions & { readonly connectTimeoutMs?: number | undefined },
  logger: Logger,
  handlers: TlsHandlers,
): NetServer {
  try {
    const seen = stampOf(files);
    const options = { ...read(files), minVersion: 'TLSv1.2', handshakeTimeout: connectTimeoutMs } as const;
    const server = createServer(options, handlers.secured);
    server.on('connection', handlers.opened);
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      logger.info({ reason: error.message }, 'TLS of a device');
      // A handshake that takes too long is only told of.
      socket.destroy();
      // Who went away by itself, or was sent away, is no failure.
      if (error.code !== 'ECONNRESET') handlers.refused(reasonOf(error));
    });
    const looking = lookForRenewal(server, files, seen, logger);
    server.once('close', () => clearInterval(looking));
    return server;
  } catch (cause) {
    throw new StartError(
      `The certificate and key of SKYDOCKET_MQTT_TLS_CERT_FILE and SKYDOCKET_MQTT_TLS_KEY_FILE cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function reasonOf({ code }: NodeJS.ErrnoException): LineRefusal {
  return code === 'ERR_TLS_HANDSHAKE_TIMEOUT' ? 'no_connect_in_time' : 'tls_failed';
}

function lookForRenewal(server: Server, files: TlsOptions, first: string, logger: Logger): NodeJS.Timeout {
  let seen = first;
  const look = (): void => {
    const { certFile } = files;
    try {
      const now = stampOf(files);
      if (now === seen) return;
      seen = now;
      server.setSecureContext({ ...read(files), minVersion: 'TLSv1.2' });
      logger.info({ certFile }, 'the broker has a renewed certificate');
    } catch (error) {
      // Half written, or key and certificate of two pairs: the present one goes on until the files change again.
      logger.error({ err: error, certFile }, 'a renewed certificate of the broker cannot be used');
    }
  };
  return setInterval(look, files.lookMs ?? LOOK_MS).unref();
}

function read({ certFile, keyFile }: TlsOptions): Pair {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

/** Another one when the files are others. */
function stampOf({ certFile, keyFile }: TlsOptions): string {
  return [certFile, keyFile].map((file) => [statSync(file).mtimeMs, statSync(file).ino].join(':')).join();
}
