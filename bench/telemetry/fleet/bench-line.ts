import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import type { PacketMould } from './packet-mould.js';

const GREATEST_MESSAGE_ID = 65_535;
const PUBACK = 0x40;
const PUBACK_BYTES = 4;
const CONNACK_BYTES = 4;

export interface BenchLineOptions {
  readonly port: number;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

/** A device whose frames go over a line: its packets in turn, and the clock of its next frame. */
export interface Speaker {
  readonly moulds: readonly PacketMould[];
  sent: number;
  clockMs: number;
}

/** A connection that costs the machine as little as it can: packets are cast, not encoded; acknowledgements are counted. */
export class BenchLine {
  private socket: Socket | undefined;
  private messageId = 0;
  private turn = 0;
  private rest: Buffer = Buffer.alloc(0);
  private welcomed: (() => void) | undefined;
  /** Sent and not yet acknowledged. */
  waiting = 0;

  constructor(
    private readonly options: BenchLineOptions,
    readonly speakers: readonly Speaker[],
    private readonly acknowledged: (line: BenchLine, count: number) => void = () => undefined,
  ) {}

  /** Resolves when the broker has taken the log-in. */
  async open(): Promise<void> {
    const { port, clientId, username, password } = this.options;
    await new Promise<void>((done, fail) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      this.socket = socket;
      this.welcomed = done;
      socket.once('error', fail);
      socket.once('close', () => fail(new Error(`the line of ${username} was closed`)));
      socket.on('data', (chunk) => this.read(chunk));
      socket.once('connect', () =>
        socket.write(
          generate({
            cmd: 'connect',
            protocolId: 'MQTT',
            protocolVersion: 4,
            clean: true,
            clientId,
            keepalive: 0,
            username,
            password: Buffer.from(password),
          }),
        ),
      );
    });
  }

  get isOpen(): boolean {
    return this.socket !== undefined && !this.socket.destroyed;
  }

  /** The next frames of its devices in turn, in one write. @returns clock of the last one */
  send(count: number, clockMs?: number): number {
    const casts = Array.from({ length: count }, () => this.nextCast(clockMs));
    const chunk = Buffer.allocUnsafe(casts.reduce((sum, { mould }) => sum + mould.size, 0));
    let at = 0;
    for (const { mould, clock } of casts) {
      this.messageId = (this.messageId % GREATEST_MESSAGE_ID) + 1;
      mould.castInto(chunk, at, this.messageId, clock);
      at += mould.size;
    }
    this.waiting += count;
    this.socket?.write(chunk);
    return casts.at(-1)?.clock ?? 0;
  }

  end(): void {
    this.socket?.destroy();
  }

  private nextCast(clockMs: number | undefined): { mould: PacketMould; clock: number } {
    const speaker = this.speakers[this.turn % this.speakers.length];
    const mould = speaker?.moulds[speaker.sent % speaker.moulds.length];
    if (!speaker || !mould) throw new Error('the line has nobody to speak for');
    this.turn += 1;
    speaker.sent += 1;
    const clock = clockMs ?? speaker.clockMs++;
    return { mould, clock };
  }

  private read(chunk: Buffer): void {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    if (this.welcomed) {
      if (bytes.length < CONNACK_BYTES) {
        this.rest = bytes;
        return;
      }
      if (bytes[3] === 0) this.welcomed();
      else this.socket?.destroy(new Error(`the broker refused ${this.options.username} with ${bytes[3]}`));
      this.welcomed = undefined;
      bytes = bytes.subarray(CONNACK_BYTES);
    }
    this.count(bytes);
  }

  private count(bytes: Buffer): void {
    const whole = Math.floor(bytes.length / PUBACK_BYTES);
    for (let index = 0; index < whole; index += 1)
      if (bytes[index * PUBACK_BYTES] !== PUBACK) throw new Error('the broker sent something else than PUBACK');
    this.rest = bytes.subarray(whole * PUBACK_BYTES);
    if (whole === 0) return;
    this.waiting -= whole;
    this.acknowledged(this, whole);
  }
}
