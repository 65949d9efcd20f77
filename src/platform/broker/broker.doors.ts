import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../logging/index.js';
import type { LineRefusal } from './broker.js';
import { ConnectRate } from './connect-rate.rules.js';
import { type TlsOptions, tlsServer } from './tls.listener.js';

const BURST_SECONDS = 10;

export interface DoorOptions {
  readonly host: string;
  readonly port: number;
  /** A second port for mqtts. */
  readonly tls?: TlsOptions | undefined;
  /** From one address for long; ten times as many at once. */
  readonly connectsPerSecond: number;
  readonly connectTimeoutMs?: number;
  readonly logger: Logger;
}

/** The ports of the embedded broker: who comes from one address too often is sent away before it is asked anything. */
export class BrokerDoors {
  private readonly rate: ConnectRate;
  private readonly sockets = new Set<Socket>();
  private plain: Server | undefined;
  private secure: Server | undefined;

  constructor(
    private readonly options: DoorOptions,
    private readonly serve: (socket: Socket) => void,
    private readonly refused: (reason: LineRefusal) => void,
  ) {
    const { connectsPerSecond: perSecond } = options;
    this.rate = new ConnectRate({ burst: perSecond * BURST_SECONDS, perSecond });
  }

  /** @throws Error when a port is taken, StartError when the certificate cannot be used */
  async open(): Promise<void> {
    const { host, port, tls, logger, connectTimeoutMs } = this.options;
    this.plain = createServer((socket) => {
      this.take(socket);
      if (!socket.destroyed) this.serve(socket);
    });
    await listening(this.plain, port, host, 'SKYDOCKET_MQTT_PORT');
    if (!tls) return;
    this.secure = tlsServer({ ...tls, connectTimeoutMs }, logger, {
      opened: (socket) => this.take(socket),
      secured: this.serve,
      refused: this.refused,
    });
    await listening(this.secure, tls.port, host, 'SKYDOCKET_MQTT_TLS_PORT');
  }

  get isOpen(): boolean {
    return (this.plain?.listening ?? false) && (!this.options.tls || (this.secure?.listening ?? false));
  }

  get port(): number {
    return portOf(this.plain) ?? this.options.port;
  }

  get tlsPort(): number | undefined {
    return portOf(this.secure);
  }

  async close(): Promise<void> {
    // Who connected and said nothing is no client yet.
    for (const socket of this.sockets) socket.destroy();
    for (const server of [this.plain, this.secure])
      if (server?.listening) await new Promise<void>((done) => server.close(() => done()));
  }

  private take(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    if (!this.rate.isTooMany(socket.remoteAddress ?? '', performance.now())) return;
    this.refused('address_too_often');
    socket.destroy();
  }
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' ? address?.port : undefined;
}

async function listening(server: Server, port: number, host: string, key: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      fail(
        cause.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Set ${key} to another port for the embedded broker.`, { cause })
          : cause,
      ),
    );
    server.listen(port, host, done);
  });
}
