import { type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { Id, Instant, SocketEvent } from '../../platform/index.js';
import { ReplayStage } from './replay-stage.js';

const speed = z.number().min(0.25).max(100);
const PlayInput = z.strictObject({ sessionId: Id, from: Instant.optional(), speed: speed.default(1) });
const SeekInput = z.strictObject({ from: Instant });
const SpeedInput = z.strictObject({ speed });
const Nothing = z.strictObject({});

/**
 * Replays at the pace of a clock: `play`, `pause`, `resume`, `seek`, `speed`, `stop`; the server sends `snapshot`, `frame`, `gap`
 * and `end`. One a socket; it ends with the socket. Its own namespace: nothing of it is live.
 */
@WebSocketGateway({ namespace: 'replay' })
export class ReplayGateway implements OnGatewayDisconnect<Socket> {
  constructor(private readonly stage: ReplayStage) {}

  handleDisconnect(socket: Socket): void {
    this.stage.leave(socket);
  }

  @SocketEvent({ event: 'play', permission: 'session.read', schema: PlayInput })
  async play(socket: Socket, { sessionId, from, speed: pace }: z.output<typeof PlayInput>) {
    return this.stage.play(socket, sessionId, from, pace);
  }

  @SocketEvent({ event: 'pause', permission: 'session.read', schema: Nothing })
  async pause(socket: Socket): Promise<void> {
    this.stage.of(socket).pause();
  }

  @SocketEvent({ event: 'resume', permission: 'session.read', schema: Nothing })
  async resume(socket: Socket): Promise<void> {
    this.stage.of(socket).resume();
  }

  @SocketEvent({ event: 'seek', permission: 'session.read', schema: SeekInput })
  async seek(socket: Socket, { from }: z.output<typeof SeekInput>) {
    return this.stage.seek(socket, from);
  }

  @SocketEvent({ event: 'speed', permission: 'session.read', schema: SpeedInput })
  async speed(socket: Socket, { speed: pace }: z.output<typeof SpeedInput>): Promise<void> {
    this.stage.of(socket).setSpeed(pace);
  }

  @SocketEvent({ event: 'stop', permission: 'session.read', schema: Nothing })
  async stop(socket: Socket): Promise<void> {
    this.stage.of(socket);
    this.stage.leave(socket);
  }
}
