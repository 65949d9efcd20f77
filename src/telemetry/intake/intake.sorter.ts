import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { newId } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { DeviceReading, DeviceStatus, DialectResult } from '../dialects/dialect.js';
import { nameInTopic } from '../dialects/dialects.js';
import { NOTHING_MEASURED, type Measurements, type TelemetrySample } from '../sample.js';
import type { IntakeItem, Origin, SampleRow } from './intake.rows.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { allSoon, type Soon, soon } from '../soon.js';
import { ReadingRecorder } from './reading.recorder.js';

/** Whose topic it is. */
interface Speaker {
  readonly name: string;
  readonly device: DeviceSummary | undefined;
}

/** A frame and the device that it says it is of. */
interface Spoken {
  readonly sample: TelemetrySample;
  readonly device: DeviceSummary | undefined;
}

/** Finds the device of what was read, and says what the message leaves behind. */
@Injectable()
export class IntakeSorter {
  constructor(
    private readonly directory: DeviceDirectory,
    private readonly board: CustodyBoard,
    private readonly readings: ReadingRecorder,
  ) {}

  sort(
    origin: Origin,
    result: Exclude<DialectResult, { kind: 'ignored' | 'topology' | 'request' | 'service_reply' }>,
  ): Soon<IntakeItem> {
    if (result.kind === 'rejected') return this.refuse(origin, result.code, result.detail);
    if (result.kind === 'reading') return this.sortReading(origin, result.reading);
    if (result.kind === 'samples') return this.sortSamples(origin, result.samples);
    if (result.kind === 'event') return this.sortSamples(origin, [result.sample]);
    return this.sortSamples(origin, [sampleOf(result.status, { status: result.status.state })]);
  }

  refuse(origin: Origin, code: QuarantineCode, detail: string): IntakeItem {
    return { origin, samples: [], refusal: { id: newId(), code, detail } };
  }

  private sortSamples(origin: Origin, samples: readonly TelemetrySample[]): Soon<IntakeItem> {
    const name = nameInTopic(origin.topic) ?? '';
    const names = [name, ...samples.map(({ serial }) => serial)];
    return soon(allSoon(names.map((each) => this.directory.byName(each))), ([speaker, ...devices]) => {
      const spoken = samples.map((sample, index) => ({ sample, device: devices[index] }));
      return this.sortSpoken(origin, { name, device: speaker }, spoken);
    });
  }

  /**
   * The first frame is the one the message is about. A further one, such as the controller's inside an aircraft's
   * message, is left out when nobody knows its device: its bytes are kept with the first.
   */
  private sortSpoken(origin: Origin, speaker: Speaker, spoken: readonly Spoken[]): IntakeItem {
    const samples: SampleRow[] = [];
    for (const [index, { sample, device }] of spoken.entries()) {
      const code = device ? this.reasonAgainst(speaker, sample, device) : 'DEVICE_UNKNOWN';
      if (device && !code) samples.push({ deviceId: device.id, origin, sample });
      else if (index === 0) return this.refuse(origin, code ?? 'DEVICE_UNKNOWN', `about ${sample.serial}`);
    }
    return { origin, samples, refusal: null };
  }

  /** Who speaks on a topic may name another device inside the message only if it may speak for that one too. */
  private reasonAgainst(
    speaker: Speaker,
    { serial }: TelemetrySample,
    device: DeviceSummary,
  ): QuarantineCode | undefined {
    if (speaker.name === serial) return undefined;
    return speaker.device && this.board.speaksFor(speaker.device, device) ? undefined : 'TOPIC_NOT_OWNED';
  }

  private async sortReading(origin: Origin, reading: DeviceReading): Promise<IntakeItem> {
    const device = await this.directory.byName(reading.serial);
    if (!device) return this.refuse(origin, 'DEVICE_UNKNOWN', `about ${reading.serial}`);
    const refusal = await this.readings.record(device, origin, reading);
    if (refusal) return this.refuse(origin, 'READING_REFUSED', refusal);
    const { item, value, unit, lot, position } = reading;
    return this.sortSamples(origin, [sampleOf(reading, { position, extra: { reading: { item, value, unit, lot } } })]);
  }
}

/** A message of our own dialect that is no frame, kept as one: its bytes and its place belong to the device's story. */
function sampleOf(
  { serial, at, receivedAt, seq }: DeviceReading | DeviceStatus,
  measured: Partial<Measurements>,
): TelemetrySample {
  const about = { dialect: 'skydocket', serial, gatewaySerial: null, sender: 'gateway', at, receivedAt, seq } as const;
  return { ...about, ...NOTHING_MEASURED, ...measured };
}
