import { connect, type Socket } from 'node:net';
import { generate, type IConnackPacket, type IPubackPacket, parser } from 'mqtt-packet';
import type { DeviceBook } from './device-book.js';
import type { LogIn } from './soak.types.js';

/** Messages of one line on their way at a time. */
const WINDOW = 50;
const RECONNECT_MS = 100;
const GREATEST_MESSAGE_ID = 65_535;
/** MQTT 5: from this reason code on a PUBACK is a refusal. */
const FIRST_FAILURE = 0x80;
const DUP_FLAG = 0x08;

interface OnItsWay {
  readonly packet: Buffer;
  readonly book: DeviceBook;
  readonly number: number;
}

export interface RawLineOptions extends LogIn {
  readonly port: number;
  readonly clientId: string;
  /** 4 is MQTT 3.1.1. */
  readonly protocolVersion: 4 | 5;
}

/**
 * A device's connection on the bare packet codec: publishes with QoS 1, keeps what was not acknowledged, and sends it
 * again, marked so, once the line is up again.
 */
export class RawLine {
  private socket: Socket | undefined;
  private open = false;
  private ended = false;
  private messageId = 0;
  private turn = 0;
  private readonly onTheirWay = new Map<number, OnItsWay>();
  connectionsLost = 0;
  refusals = 0;
  resent = 0;

  constructor(
    private readonly options: RawLineOptions,
    readonly books: readonly DeviceBook[],
    private readonly acknowledged: () => void,
  ) {}

  connect(): void {
    const { port, clientId, username, password, protocolVersion } = this.options;
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.socket = socket;
    const reader = parser({ protocolVersion });
    reader.on('packet', (packet) => {
      if (packet.cmd === 'connack') this.welcomed(packet);
      else if (packet.cmd === 'puback') this.take(packet);
    });
    reader.on('error', (error) => socket.destroy(error));
    socket.on('data', (chunk) => reader.parse(chunk));
    socket.on('error', () => undefined);
    socket.once('connect', () =>
      socket.write(
        generate({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion,
          clean: true,
          clientId,
          keepalive: 0,
          username,
          password: Buffer.from(password),
        }),
      ),
    );
    socket.once('close', () => this.lost());
  }

  get hasRoom(): boolean {
    return this.open && this.onTheirWay.size < WINDOW && (this.socket?.writableLength ?? 0) < 1_000_000;
  }

  get waiting(): number {
    return this.onTheirWay.size;
  }

  /** The next message of the next of its devices. */
  publish(now: number): void {
    const book = this.books[this.turn++ % this.books.length];
    if (!book) return;
    const { number, body } = book.next(now);
    const messageId = this.nextMessageId();
    const { protocolVersion } = this.options;
    const packet = generate(
      { cmd: 'publish', topic: book.topic, payload: body, qos: 1, dup: false, retain: false, messageId },
      { protocolVersion },
    );
    this.onTheirWay.set(messageId, { packet, book, number });
    this.socket?.write(packet);
  }

  end(): void {
    this.ended = true;
    this.socket?.destroy();
  }

  private welcomed({ returnCode, reasonCode }: IConnackPacket): void {
    if ((returnCode ?? 0) !== 0 || (reasonCode ?? 0) !== 0) {
      this.refusals += 1;
      this.socket?.destroy();
      return;
    }
    this.open = true;
    for (const { packet } of this.onTheirWay.values()) {
      packet[0] = (packet[0] ?? 0) | DUP_FLAG;
      this.socket?.write(packet);
      this.resent += 1;
    }
  }

  private take({ messageId, reasonCode }: IPubackPacket): void {
    const settled = this.onTheirWay.get(messageId ?? 0);
    if (!settled || (reasonCode ?? 0) >= FIRST_FAILURE) return;
    this.onTheirWay.delete(messageId ?? 0);
    settled.book.acknowledge(settled.number);
    this.acknowledged();
  }

  private lost(): void {
    if (this.open) this.connectionsLost += 1;
    this.open = false;
    if (!this.ended) setTimeout(() => !this.ended && this.connect(), RECONNECT_MS);
  }

  private nextMessageId(): number {
    do this.messageId = (this.messageId % GREATEST_MESSAGE_ID) + 1;
    while (this.onTheirWay.has(this.messageId));
    return this.messageId;
  }
}
