import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Helper, isProgram, serve } from '../../support/helper.js';

/** socket.io that gives back what it gets. */
export class EchoServer {
  private readonly helper = Helper.start<'listen'>(new URL(import.meta.url));

  async listen(): Promise<{ url: string }> {
    return this.helper.ask('listen');
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

if (isProgram(import.meta.url))
  serve(async () => {
    const http = createServer();
    const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
    io.on('connection', (socket) => socket.on('echo', (body: unknown) => socket.emit('echo', body)));
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    const address = http.address();
    return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
  });
