import { destination } from '../../../src/geo/index.js';
import type { SimulatedMessage } from '../dji-messages.js';
import type { Place } from '../flight-path.js';
import { randomOf } from '../random.js';
import { ownReadingMessage, ownTelemetryMessage } from './own-messages.js';
import type { Line } from './roster.js';
import type { ComingFlight, Shot, Speaker } from './speaker.js';

interface Measure {
  readonly item: string;
  readonly unit: string;
  /** From what is clean to what is not. */
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

const measure = (item: string, unit: string, from: number, to: number, digits: number): Measure => ({
  item,
  unit,
  from,
  to,
  digits,
});

/** What each kind of instrument measures. Others only say where they are. */
const MEASURES: Readonly<Record<string, readonly Measure[]>> = {
  'water-multi-parameter': [measure('pH', '', 6.4, 9.4, 2), measure('溶解氧', 'mg/L', 1.5, 9, 1)],
  'water-photometer': [
    measure('COD', 'mg/L', 8, 90, 1),
    measure('氨氮', 'mg/L', 0.1, 4, 2),
    measure('总磷', 'mg/L', 0.02, 0.8, 3),
  ],
  'multi-gas': [measure('硫化氢', 'mg/m³', 0, 0.2, 3), measure('氨', 'mg/m³', 0.1, 3, 2)],
  'airborne-gas': [measure('VOC', 'mg/m³', 0.05, 4, 2), measure('SO2', 'μg/m³', 8, 180, 0)],
  'food-analyser': [measure('亚硝酸盐', 'mg/kg', 0, 40, 1)],
};
const FIRST_READING_WITHIN_SECONDS = 180;
const BETWEEN_READINGS_SECONDS = 150;
const FULL_PERCENT = 97;
const LEAST_PERCENT = 30;
const PERCENT_PER_SECOND = 0.004;

/** An instrument, a boat, a camera worn, a vehicle: says where it is, and reads what it can. */
export class InstrumentSpeaker implements Speaker {
  readonly airborne = false;
  private readonly random: () => number;
  private readonly place: Place;
  private readonly measures: readonly Measure[];
  private nextReadingAt: number;

  constructor(
    private readonly line: Line,
    seed: number,
  ) {
    this.random = randomOf(seed);
    this.place = destination(line.home, this.random() * 360, 30 + this.random() * 1_200);
    this.measures = MEASURES[line.kindCode] ?? [];
    this.nextReadingAt = this.random() * FIRST_READING_WITHIN_SECONDS;
  }

  greeting(): SimulatedMessage[] {
    return [];
  }

  messagesAt(seconds: number, at: Date): SimulatedMessage[] {
    const { assetCode } = this.line;
    const battery = FULL_PERCENT - ((seconds * PERCENT_PER_SECOND) % (FULL_PERCENT - LEAST_PERCENT));
    const said = [ownTelemetryMessage(assetCode, at, this.place, Math.round(battery))];
    const reads = this.measures[Math.floor(this.random() * this.measures.length)];
    if (!reads || seconds < this.nextReadingAt) return said;
    this.nextReadingAt = seconds + BETWEEN_READINGS_SECONDS * (1 + this.random());
    return [...said, ownReadingMessage(assetCode, at, { ...this.read(reads), ...this.place })];
  }

  shots(): Shot[] {
    return [];
  }

  coming(): ComingFlight | undefined {
    return undefined;
  }

  farewell(): SimulatedMessage[] {
    return [];
  }

  /** Three repeats and their mean; most places are cleaner than the worst. */
  private read({ item, unit, from, to, digits }: Measure) {
    const level = from + (to - from) * this.random() ** 2;
    const scale = 10 ** digits;
    const readings = [0.98, 1, 1.02].map((share) => Math.round(level * (share + 0.01 * this.random()) * scale) / scale);
    const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
    return { item, value: Math.round(mean * scale) / scale, ...(unit !== '' && { unit }), readings };
  }
}
