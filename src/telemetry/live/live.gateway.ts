import { type OnGatewayDisconnect, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { SocketEvent } from '../../platform/index.js';
import { LiveFrames } from './live.frames.js';
import { LiveView, type LiveViewInput } from './live.schemas.js';

/**
 * The live map: a viewer says where it looks, and receives `frame {at, items, gone?}`. `gone` are devices that were shown
 * and left the view, or may no longer be seen. `news {items, missed}` are facts about devices one may see, wherever one
 * looks; `missed`: there were more than could be kept, and the list of alarms has them.
 */
@WebSocketGateway({ namespace: 'live' })
export class LiveGateway implements OnGatewayInit<Namespace>, OnGatewayDisconnect<Socket> {
  constructor(private readonly frames: LiveFrames) {}

  afterInit(namespace: Namespace): void {
    this.frames.start(namespace);
  }

  handleDisconnect(socket: Socket): void {
    this.frames.leave(socket);
  }

  @SocketEvent({ event: 'view', permission: 'live.view', schema: LiveView })
  async view(socket: Socket, view: LiveViewInput): Promise<void> {
    await this.frames.look(socket, view);
  }
}
