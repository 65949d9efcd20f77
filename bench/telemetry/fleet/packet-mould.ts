import { generate } from 'mqtt-packet';
import type { SimulatedMessage } from '../../../scripts/simulator/dji-messages.js';

const CLOCK = '"timestamp":';
const MESSAGE_ID_BYTES = 2;

/** A publish packet (MQTT 3.1.1, QoS 1) that is encoded once; only message id and clock are written anew into each copy. */
export class PacketMould {
  private readonly bytes: Buffer;
  private readonly messageIdAt: number;
  private readonly clockAt: number;

  constructor({ topic, payload }: SimulatedMessage) {
    this.bytes = generate({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId: 1 });
    const payloadAt = this.bytes.length - payload.length;
    this.messageIdAt = payloadAt - MESSAGE_ID_BYTES;
    this.clockAt = payloadAt + payload.indexOf(CLOCK) + CLOCK.length;
  }

  get size(): number {
    return this.bytes.length;
  }

  castInto(target: Buffer, at: number, messageId: number, clockMs: number): void {
    this.bytes.copy(target, at);
    target.writeUInt16BE(messageId, at + this.messageIdAt);
    target.write(String(clockMs), at + this.clockAt, 'latin1');
  }
}
