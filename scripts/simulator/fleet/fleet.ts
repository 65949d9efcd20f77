import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import { Counties } from './counties.js';
import { CrewSpeaker } from './crew-speaker.js';
import { DockSpeaker } from './dock-speaker.js';
import { type FleetCount, FleetTally } from './fleet-tally.js';
import { InstrumentSpeaker } from './instrument-speaker.js';
import type { Line } from './roster.js';
import type { ComingFlight, Shot, Speaker } from './speaker.js';
import { Voice } from './voice.js';

export type { FleetCount } from './fleet-tally.js';

const TICK_MS = 20;
const PATIENCE_MS = 15_000;
const LOG_INS_AT_ONCE = 8;
const PHOTO_WIDTH_PIXELS = 1_600;

export interface FleetOptions {
  readonly mqttUrl: string;
  readonly seed: number;
  /** Frames a second of each device. */
  readonly rate: number;
  readonly firstTakeOffWithinSeconds: number;
  /** Of each flight. */
  readonly photos?: number;
  /** How much faster than a clock everything goes. */
  readonly speed?: number;
  readonly photoWidthPixels?: number;
}

/** What is done beside the line: photos are uploaded, flights are planned. Neither may hold up a frame. */
interface GroundCrew {
  photographed(voice: Voice, shots: readonly Shot[]): void;
  beforeFlight(voice: Voice, flight: ComingFlight): void;
}

/** Devices of the pool on lines of their own, each with its own secret. */
export class Fleet {
  readonly tally = new FleetTally();
  private readonly voices: Voice[] = [];
  private readonly counties = new Counties();
  private beganAt = 0;
  private running = false;

  constructor(
    private readonly options: FleetOptions,
    private readonly ground?: GroundCrew,
  ) {}

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
    return { ...this.tally.counted, airborne: this.voices.filter(({ speaker }) => speaker.airborne).length };
  }

  /** Speaks until `stop`. */
  async run(): Promise<void> {
    this.running = true;
    this.beganAt = Date.now();
    for (const voice of this.voices) voice.say(voice.speaker.greeting(new Date(this.beganAt)));
    while (this.running) {
      this.speak((Date.now() - this.beganAt) / 1_000);
      await pause(TICK_MS);
    }
  }

  /** Switches the aircraft off and waits for what is neither acknowledged nor refused yet. */
  async stop(): Promise<FleetCount> {
    this.running = false;
    for (const voice of this.voices) voice.say(voice.speaker.farewell(new Date()));
    const deadline = performance.now() + PATIENCE_MS;
    while (this.voices.some(({ isWaiting }) => isWaiting) && performance.now() < deadline) await pause(TICK_MS);
    this.tally.counting = false;
    await Promise.all(this.voices.map((voice) => voice.close()));
    return this.counted;
  }

  private async voiceOf(manager: ApiClient, line: Line, index: number): Promise<Voice> {
    const { mqttUrl, rate } = this.options;
    const seed = this.options.seed * 100_003 + index;
    const secret = expectStatus(
      await manager.post<{ username: string; password: string }>(`/devices/${line.deviceId}/mqtt-credential`),
      201,
      `the secret of ${line.assetCode}`,
    );
    const speaker = speakerOf(line, seed, { ...this.options, holds: this.counties.around(line.home) });
    const phaseSeconds = (index * 0.618) % (1 / rate);
    const voice = await Voice.open(mqttUrl, secret, { line, speaker, phaseSeconds, seed, tally: this.tally });
    // A gateway that was away says again what it flies.
    voice.onReconnect(() => this.running && voice.say(speaker.greeting(new Date())));
    return voice;
  }

  private speak(seconds: number): void {
    for (const voice of this.voices) {
      const due = voice.phaseSeconds + voice.frames / this.options.rate;
      if (seconds < due) continue;
      voice.frames += 1;
      voice.sayOrLeaveOut(voice.speaker.messagesAt(due, new Date(this.beganAt + due * 1_000)));
      if (!this.ground) continue;
      const shots = voice.speaker.shots();
      if (shots.length > 0) this.ground.photographed(voice, shots);
      const coming = voice.speaker.coming(due);
      if (coming) this.ground.beforeFlight(voice, coming);
    }
  }
}

type SpeakerOptions = Omit<FleetOptions, 'mqttUrl' | 'rate'> & { readonly holds?: (place: Line['home']) => boolean };

/** The same seed and options make the same speaker. */
export function speakerOf(line: Line, seed: number, options: SpeakerOptions): Speaker {
  const { crew, home } = line;
  if (!crew) return new InstrumentSpeaker(line, seed);
  const { firstTakeOffWithinSeconds, photos = 0, speed = 1, photoWidthPixels = PHOTO_WIDTH_PIXELS, holds } = options;
  const day = { seed, home, firstTakeOffWithinSeconds, photosPerSortie: photos, speed, photoWidthPixels };
  const whole = { ...day, ...(holds && { holds }) };
  return line.isDock ? new DockSpeaker(crew, whole) : new CrewSpeaker(crew, whole);
}
