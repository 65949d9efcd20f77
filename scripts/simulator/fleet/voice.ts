import { connectAsync, type MqttClient } from 'mqtt';
import { randomOf } from '../random.js';
import type { SimulatedMessage } from '../dji-messages.js';
import type { FleetTally } from './fleet-tally.js';
import type { Line } from './roster.js';
import type { Speaker } from './speaker.js';

/** A line that waits for so many acknowledgements leaves frames out, as a device with a full queue does. */
const MOST_WAITING = 20;
/** Topics on which gateways hear answers. */
const ANSWERS = ['requests_reply', 'events_reply'] as const;
const REPLY_WITHIN_MS = 20_000;
const MOST_UNANSWERED = 50;
const RECONNECT_LEAST_MS = 1_000;
const RECONNECT_SPREAD_MS = 6_000;

export interface Answer {
  readonly result: number | undefined;
  readonly output: unknown;
}

interface Secret {
  readonly username: string;
  readonly password: string;
}

/** One connection with what is said on it and what is answered. */
export class Voice {
  frames = 0;
  private waiting = 0;
  private readonly asked = new Map<string, (answer: Answer) => void>();

  private constructor(
    readonly line: Line,
    readonly speaker: Speaker,
    readonly phaseSeconds: number,
    private readonly client: MqttClient,
    private readonly tally: FleetTally,
  ) {}

  static async open(
    mqttUrl: string,
    secret: Secret,
    of: { line: Line; speaker: Speaker; phaseSeconds: number; seed: number; tally: FleetTally },
  ): Promise<Voice> {
    const random = randomOf(of.seed);
    const client = await connectAsync(mqttUrl, {
      ...secret,
      clientId: `simulated-${of.line.assetCode}`,
      // Gateways of DJI speak 5, instruments 3.1.1.
      protocolVersion: of.line.crew ? 5 : 4,
      reconnectPeriod: RECONNECT_LEAST_MS,
      resubscribe: true,
    });
    const voice = new Voice(of.line, of.speaker, of.phaseSeconds, client, of.tally);
    client.on('error', () => undefined);
    // A whole fleet that lost its broker does not come back in the same instant.
    client.on('close', () => {
      client.options.reconnectPeriod = RECONNECT_LEAST_MS + random() * RECONNECT_SPREAD_MS;
      of.tally.lost();
    });
    client.on('message', (topic, payload) => voice.hear(topic, payload));
    await voice.listen();
    return voice;
  }

  /** Calls back whenever the connection is there again. */
  onReconnect(back: () => void): void {
    this.client.on('connect', back);
  }

  /** Frames of a full line are left out. */
  sayOrLeaveOut(messages: readonly SimulatedMessage[]): void {
    if (this.waiting < MOST_WAITING) this.say(messages);
    else this.tally.leftOut(messages.length);
  }

  say(messages: readonly SimulatedMessage[]): void {
    for (const one of messages) {
      this.waiting += 1;
      const saidAt = performance.now();
      this.tally.sent(one.topic);
      this.client.publishAsync(one.topic, one.payload, { qos: 1 }).then(
        () => {
          this.waiting -= 1;
          this.tally.acknowledged(performance.now() - saidAt);
        },
        (error: unknown) => {
          this.waiting -= 1;
          this.tally.refused(one.topic, error instanceof Error ? error.message : String(error));
        },
      );
    }
  }

  /** Says it and waits for its answer; undefined where none comes in time. */
  ask(question: SimulatedMessage): Promise<Answer | undefined> {
    const { tid } = JSON.parse(question.payload.toString()) as { tid: string };
    if (this.asked.size >= MOST_UNANSWERED) return Promise.resolve(undefined);
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.asked.delete(tid);
        done(undefined);
      }, REPLY_WITHIN_MS);
      this.asked.set(tid, (answer) => {
        clearTimeout(timer);
        this.asked.delete(tid);
        done(answer);
      });
      this.say([question]);
    });
  }

  /** Whether something is neither acknowledged nor refused yet. */
  get isWaiting(): boolean {
    return this.waiting > 0;
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }

  private async listen(): Promise<void> {
    const { crew } = this.line;
    if (!crew) return;
    const own = ANSWERS.map((channel) => `thing/product/${crew.gatewaySerial}/${channel}`);
    await this.client.subscribeAsync([`sys/product/${crew.gatewaySerial}/status_reply`, ...own], { qos: 1 });
  }

  /** Any answer but 0 is a refusal; those that somebody waits for are told him. */
  private hear(topic: string, payload: Buffer): void {
    const { tid, method, data } = JSON.parse(payload.toString()) as {
      tid?: string;
      method?: string;
      data?: { result?: number; output?: unknown };
    };
    const result = data?.result;
    if (result !== undefined && result !== 0) this.tally.refused(`${topic} ${method ?? ''}`, `result ${result}`);
    this.asked.get(tid ?? '')?.({ result, output: data?.output });
  }
}
