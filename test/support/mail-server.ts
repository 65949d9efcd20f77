import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly source: string;
}

/** A mail server on a free loopback port, that takes everything or answers the letter as it is told. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What it answers to whom the letter is for, such as '550 no such user'. */
  answer = '250 ok';
  /** Takes calls and says nothing. */
  isDead = false;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer();
    const mailServer = new MailServer(server);
    server.on('connection', (socket) => {
      mailServer.sockets.add(socket);
      socket.once('close', () => mailServer.sockets.delete(socket));
      mailServer.talk(socket);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends the calls that it has said nothing to. */
  hangUp(): void {
    this.isDead = false;
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((done) => this.server.close(done));
  }

  private talk(socket: Socket): void {
    let [waiting, from, to, letter] = ['', '', [] as string[], undefined as string[] | undefined];
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (letter && line !== '.') letter.push(line.replace(/^\.\./, '.'));
      else if (letter) {
        this.mails.push({ from, to, source: letter.join('\n') });
        letter = undefined;
        say('250 taken');
      } else if (/^(EHLO|HELO) /i.test(line)) say('250 loopback');
      else if (/^MAIL FROM:/i.test(line)) {
        [from, to] = [addressIn(line), []];
        say('250 ok');
      } else if (/^RCPT TO:/i.test(line)) {
        to.push(addressIn(line));
        say(this.answer);
      } else if (/^DATA$/i.test(line)) {
        letter = [];
        say('354 go on');
      } else if (/^QUIT$/i.test(line)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => {
      waiting += text;
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        hear(line);
      }
    });
    if (!this.isDead) say('220 loopback');
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
