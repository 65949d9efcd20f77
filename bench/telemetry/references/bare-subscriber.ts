import { connect, type Socket } from 'node:net';
import { generate, parser } from 'mqtt-packet';
import { Helper, isProgram, serve } from '../../support/helper.js';

type SubscriberRequest =
  | { readonly kind: 'subscribe'; readonly port: number; readonly username: string; readonly password: string }
  | { readonly kind: 'count'; readonly until: number };

/** Counts what arrives and acknowledges it at once: the least that a subscriber can do. */
export class BareSubscriber {
  private readonly helper = Helper.start<SubscriberRequest>(new URL(import.meta.url));

  async subscribe(logIn: { port: number; username: string; password: string }): Promise<void> {
    await this.helper.ask({ kind: 'subscribe', ...logIn });
  }

  /** Resolves when so many messages more have arrived. */
  async count(until: number): Promise<void> {
    await this.helper.ask({ kind: 'count', until });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

let counted = 0;
let wanted = Infinity;
let reached: () => void = () => undefined;

function subscribe({ port, username, password }: Extract<SubscriberRequest, { kind: 'subscribe' }>): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const acknowledgements: Buffer[] = [];
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet) => {
      if (packet.cmd === 'connack') socket.write(subscription());
      else if (packet.cmd === 'suback') done();
      else if (packet.cmd === 'publish') {
        acknowledgements.push(generate({ cmd: 'puback', messageId: packet.messageId ?? 0 }));
        counted += 1;
        if (counted >= wanted) reached();
      }
    });
    socket.on('data', (chunk) => {
      reader.parse(chunk);
      if (acknowledgements.length > 0) socket.write(Buffer.concat(acknowledgements.splice(0)));
    });
    socket.once('error', fail);
    socket.once('connect', () => logIn(socket, username, password));
  });
}

function logIn(socket: Socket, username: string, password: string): void {
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'bare-subscriber',
      keepalive: 0,
      username,
      password: Buffer.from(password),
    }),
  );
}

function subscription(): Buffer {
  return generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'thing/product/+/osd', qos: 1 }] });
}

if (isProgram(import.meta.url))
  serve((asked) => {
    const request = asked as SubscriberRequest;
    if (request.kind === 'subscribe') return subscribe(request);
    return new Promise<void>((done) => {
      counted = 0;
      wanted = request.until;
      reached = done;
    });
  });
