import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Helper, isProgram, serve } from '../support/helper.js';

type RoomRequest = { readonly kind: 'listen'; readonly body: object } | { readonly kind: 'emissions' };

/** When each event was emitted: milliseconds since 1970, by number. */
export type Emissions = readonly (readonly [seq: number, at: number])[];

/** socket.io that tells everybody in a room what one of them sends, and keeps nothing. */
export class BareRoom {
  private readonly helper = Helper.start<RoomRequest>(new URL(import.meta.url));

  /** @param body what is told, with another number each time */
  async listen(body: object): Promise<{ url: string }> {
    return this.helper.ask({ kind: 'listen', body });
  }

  /** Since it was last asked. */
  emissions(): Promise<Emissions> {
    return this.helper.ask({ kind: 'emissions' });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

const emitted: [number, number][] = [];

async function listen(body: object): Promise<{ url: string }> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  let seq = 0;
  const namespace = io.of('/command');
  namespace.on('connection', (socket) => {
    socket.on('join', async (_: unknown, ack: (answer: object) => void) => {
      await socket.join('session');
      ack({ ok: true });
    });
    socket.on('cmd', (_: unknown, ack: (answer: object) => void) => {
      seq += 1;
      emitted.push([seq, performance.timeOrigin + performance.now()]);
      namespace.to('session').emit('ev', { ...body, seq });
      ack({ ok: true, seq });
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

if (isProgram(import.meta.url))
  serve(async (asked) => {
    const request = asked as RoomRequest;
    return request.kind === 'listen' ? listen(request.body) : emitted.splice(0);
  });
