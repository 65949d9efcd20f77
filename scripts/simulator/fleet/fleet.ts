import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import type { SimulatedMessage } from '../dji-messages.js';
import type { Line } from './roster.js';
import { type Speaker, speakerOf } from './speaker.js';

const TICK_MS = 20;
/** A line that waits for so many acknowledgements leaves frames out, as a device with a full queue does. */
const MOST_WAITING = 20;
const PATIENCE_MS = 15_000;
const LOG_INS_AT_ONCE = 8;

export interface FleetOptions {
  readonly mqttUrl: string;
  readonly seed: number;
  /** Frames a second of each device. */
  readonly rate: number;
  readonly firstTakeOffWithinSeconds: number;
}

/** What happened since the beginning. */
export interface FleetCount {
  readonly sent: number;
  readonly acknowledged: number;
  /** Frames that were not sent because their line had too many waiting. */
  readonly leftOut: number;
  readonly connectionsLost: number;
  readonly airborne: number;
}

interface Voice {
  readonly line: Line;
  readonly client: MqttClient;
  readonly speaker: Speaker;
  readonly phaseSeconds: number;
  frames: number;
  waiting: number;
}

/** Devices of the pool on lines of their own, each with its own secret. */
export class Fleet {
  private readonly voices: Voice[] = [];
  private readonly count = { sent: 0, acknowledged: 0, leftOut: 0, connectionsLost: 0 };
  private beganAt = 0;
  private running = false;

  constructor(private readonly options: FleetOptions) {}

  /** @param manager who may issue the secrets of these devices; earlier ones stop to hold */
  async connect(manager: ApiClient, lines: readonly Line[]): Promise<void> {
    const left = lines.map((line, index) => ({ line, index }));
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) {
        this.voices.push(await this.voiceOf(manager, next.line, next.index));
      }
    };
    await Promise.all(Array.from({ length: LOG_INS_AT_ONCE }, worker));
    this.voices.sort((a, b) => (a.line.assetCode < b.line.assetCode ? -1 : 1));
  }

  get counted(): FleetCount {
    return { ...this.count, airborne: this.voices.filter(({ speaker }) => speaker.airborne).length };
  }

  /** Speaks until `stop`. */
  async run(): Promise<void> {
    this.running = true;
    this.beganAt = Date.now();
    for (const voice of this.voices) this.say(voice, voice.speaker.greeting(new Date()));
    while (this.running) {
      this.speak((Date.now() - this.beganAt) / 1_000);
      await pause(TICK_MS);
    }
  }

  /** Switches the aircraft off and waits for what is not acknowledged yet. */
  async stop(): Promise<FleetCount> {
    this.running = false;
    for (const voice of this.voices) this.say(voice, voice.speaker.farewell(new Date()));
    const deadline = performance.now() + PATIENCE_MS;
    while (this.count.acknowledged < this.count.sent && performance.now() < deadline) await pause(TICK_MS);
    await Promise.all(this.voices.map(({ client }) => client.endAsync(true)));
    return this.counted;
  }

  private async voiceOf(manager: ApiClient, line: Line, index: number): Promise<Voice> {
    const { mqttUrl, seed, rate, firstTakeOffWithinSeconds } = this.options;
    const secret = expectStatus(
      await manager.post<{ username: string; password: string }>(`/devices/${line.deviceId}/mqtt-credential`),
      201,
      `the secret of ${line.assetCode}`,
    );
    const client = await connectAsync(mqttUrl, {
      ...secret,
      clientId: `simulated-${line.assetCode}`,
      protocolVersion: 4,
      reconnectPeriod: 1_000,
    });
    client.on('error', () => undefined);
    client.on('close', () => (this.count.connectionsLost += this.running ? 1 : 0));
    const speaker = speakerOf(line, seed * 100_003 + index, firstTakeOffWithinSeconds);
    const voice = { line, client, speaker, phaseSeconds: (index * 0.618) % (1 / rate), frames: 0, waiting: 0 };
    // A controller that was away says again what it flies.
    client.on('connect', () => this.running && this.say(voice, speaker.greeting(new Date())));
    return voice;
  }

  private speak(seconds: number): void {
    for (const voice of this.voices) {
      const due = voice.phaseSeconds + voice.frames / this.options.rate;
      if (seconds < due) continue;
      voice.frames += 1;
      const messages = voice.speaker.messagesAt(due, new Date(this.beganAt + due * 1_000));
      if (voice.waiting < MOST_WAITING) this.say(voice, messages);
      else this.count.leftOut += messages.length;
    }
  }

  private say(voice: Voice, messages: readonly SimulatedMessage[]): void {
    for (const { topic, payload } of messages) {
      this.count.sent += 1;
      voice.waiting += 1;
      voice.client.publishAsync(topic, payload, { qos: 1 }).then(
        () => {
          this.count.acknowledged += 1;
          voice.waiting -= 1;
        },
        () => undefined,
      );
    }
  }
}
