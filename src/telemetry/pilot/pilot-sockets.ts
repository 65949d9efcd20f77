import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { AccessService, ControllerLogIns } from '../../identity/index.js';
import { asAppError, LOGGER, type Logger, PlatformErrors } from '../../platform/index.js';
import { PilotConsole } from './pilot-console.js';
import { PilotConsoles } from './pilot-consoles.js';
import { SocketProof } from './socket-proof.js';

export const PILOT_SOCKET_PATH = '/manage/api/v1/ws';
/** Pilot says nothing here that we need. */
const LONGEST_MESSAGE_BYTES = 4_096;
const LONGEST_TOKEN = 4_096;
/** Connections of one person; a controller has one, and another while it reconnects. */
export const MOST_PILOT_SOCKETS = 5;

/** The door for the plain WebSocket of DJI Pilot 2: proved, and allowed, before the connection stands. */
@Injectable()
export class PilotSockets {
  private readonly door = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LONGEST_MESSAGE_BYTES,
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly logIns: ControllerLogIns,
    private readonly access: AccessService,
    private readonly consoles: PilotConsoles,
    private readonly proof: SocketProof,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const url = addressOf(request);
      if (url?.pathname !== PILOT_SOCKET_PATH) return;
      if (this.proof.takes(url.searchParams.get('x-auth-token') ?? '')) {
        this.open(request, socket, head, (ws) => ws.send(this.proof.frame, () => ws.close()));
        return;
      }
      const cut = (): void => void socket.destroy();
      socket.on('error', cut);
      this.admit(request, url)
        .then((made) => {
          socket.off('error', cut);
          this.open(request, socket, head, (ws) => {
            const console = made(ws);
            // Asked again: others may have come in while this one was being proved.
            if (this.consoles.of(console.actor.id) >= MOST_PILOT_SOCKETS) ws.close(1_013, 'RATE_LIMITED');
            else this.consoles.add(console);
          });
        })
        .catch((thrown: unknown) => this.refuse(socket, thrown));
    });
  }

  /** Broken frames come to all of them, also to those that are about to be closed: unheard, one would end the process. */
  private open(request: IncomingMessage, socket: Duplex, head: Buffer, use: (ws: WebSocket) => void): void {
    this.door.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      use(ws);
    });
  }

  /** @throws UNAUTHENTICATED, TOKEN_INVALID, TOKEN_EXPIRED, FORBIDDEN, RATE_LIMITED */
  private async admit(request: IncomingMessage, url: URL): Promise<(ws: PilotConsole['socket']) => PilotConsole> {
    const given = url.searchParams.get('x-auth-token') ?? request.headers['x-auth-token'];
    if (typeof given !== 'string' || given === '' || given.length > LONGEST_TOKEN)
      throw PlatformErrors.UNAUTHENTICATED();
    const { actor } = await this.logIns.session(given);
    for (const permission of ['pilotWorkspace.use', 'live.view'] as const)
      if (!this.access.holds(actor, permission)) throw PlatformErrors.FORBIDDEN();
    if (this.consoles.of(actor.id) >= MOST_PILOT_SOCKETS) throw PlatformErrors.RATE_LIMITED();
    return (ws) => new PilotConsole(ws, given, actor);
  }

  /** Without the address: the token stands in it. */
  private refuse(socket: Duplex, thrown: unknown): void {
    const { code, entry } = asAppError(thrown);
    this.logger[entry.level]({ code, ...(entry.level === 'error' && { err: thrown }) }, 'controller not admitted');
    socket.end(`HTTP/1.1 ${entry.status} ${STATUS_CODES[entry.status] ?? ''}\r\nConnection: close\r\n\r\n`);
  }
}

/** Undefined for what no URL is: anybody may send it. */
function addressOf({ url = '/' }: IncomingMessage): URL | undefined {
  return URL.canParse(url, 'http://pilot') ? new URL(url, 'http://pilot') : undefined;
}
