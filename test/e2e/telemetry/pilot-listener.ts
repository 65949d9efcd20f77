import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface PilotNewsBody {
  readonly biz_code: string;
  readonly version: string;
  readonly timestamp: number;
  readonly data: Record<string, unknown>;
}

/** A controller that listens to the plain socket as Pilot does. */
export class PilotListener {
  readonly heard: PilotNewsBody[] = [];
  closedWith: number | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString()) as PilotNewsBody));
    socket.on('close', (code) => (this.closedWith = code));
    socket.on('error', () => undefined);
  }

  /** @throws with the status when refused */
  static async listen(url: string, token?: string): Promise<PilotListener> {
    const query = token === undefined ? '' : `?x-auth-token=${encodeURIComponent(token)}`;
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/manage/api/v1/ws${query}`);
    const listener = new PilotListener(socket);
    await once(socket, 'open');
    return listener;
  }

  of(news: string): PilotNewsBody[] {
    return this.heard.filter(({ biz_code }) => biz_code === news);
  }

  close(): void {
    this.socket.terminate();
  }
}
