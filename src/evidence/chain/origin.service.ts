import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { type Place, Places } from '../../identity/index.js';
import type { FlightSummary } from '../../missions/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { DeviceFinder, type FindingHints, type FoundDevice } from './device.finder.js';
import { flightOfTheMoment } from './links.rules.js';
import { type TrackWord, wordOfTrack } from './on-track.rules.js';
import { OwnOrigins, type Uploader } from './own-origins.js';
import { type Surroundings, SurroundingsReader } from './surroundings.reader.js';

export interface Origin extends FoundDevice {
  /** Null without a device or a time of capture. */
  readonly around: Surroundings | null;
  /** Whether whoever brings it in had the device then: only then does what is known of the device belong to the item. */
  readonly isOwn: boolean;
  /** The plan of that moment; null also for those who may not know of it. */
  readonly flight: FlightSummary | null;
  /** What the device's own track says of the place; null also for those who had no say in the device. */
  readonly onTrack: (TrackWord & { readonly place: Place }) | null;
}

/** Of an item that is there. */
export type KnownOrigin = Pick<Origin, 'around' | 'device' | 'declared' | 'isOwn'>;

/** Where a file comes from: its device, and what the other rooms know of that device at that moment. */
@Injectable()
export class OriginService {
  constructor(
    private readonly finder: DeviceFinder,
    private readonly surroundings: SurroundingsReader,
    private readonly own: OwnOrigins,
    private readonly places: Places,
    private readonly equipment: EquipmentService,
    private readonly lists: CaseEvidenceRepository,
  ) {}

  async of(tx: Tx, hints: FindingHints, capturedAt: Date | null): Promise<Origin> {
    const found = await this.finder.find(tx, hints);
    const around = found.device && capturedAt ? await this.surroundings.of(tx, found.device, capturedAt) : null;
    if (!around || !capturedAt) return { ...found, around, isOwn: false, flight: null, onTrack: null };
    const uploader = uploaderOf(tx.actor, hints);
    const isOwn = this.own.isOwn(uploader, around);
    const flights = this.own.flightsKnownTo(uploader, around);
    return {
      ...found,
      around,
      isOwn,
      flight: flightOfTheMoment(flights, capturedAt, hints.caseId) ?? null,
      onTrack: isOwn ? this.onTrack(hints, around, found.foundBy, capturedAt) : null,
    };
  }

  /** What is known now of the device that an item was found to come from, and of the one that was named with it. */
  async knownOf(tx: Tx, item: EvidenceItem): Promise<KnownOrigin> {
    const { deviceId, declaredDeviceId, capturedAt } = item;
    const device = await this.device(tx, deviceId);
    const around = device && capturedAt ? await this.surroundings.of(tx, device, capturedAt) : null;
    const isOwn = around !== null && this.own.isOwn(await this.broughtIn(tx, item), around);
    return { around, device, declared: await this.device(tx, declaredDeviceId), isOwn };
  }

  /**
   * Of an item that is put on the list of a case after it came in: as if it had come in for that case. An item is of one
   * flight, and the first that was known of it stays.
   */
  async ofListed(tx: Tx, item: EvidenceItem, caseId: string): Promise<KnownOrigin & Pick<Origin, 'flight'>> {
    const known = await this.knownOf(tx, item);
    const { around } = known;
    const { capturedAt, flightId } = item;
    if (!around || !capturedAt) return { ...known, flight: null };
    const flights = this.own.flightsKnownTo(await this.broughtIn(tx, item), around);
    const flight =
      flightId === null ? flightOfTheMoment(flights, capturedAt, caseId) : flights.find(({ id }) => id === flightId);
    return { ...known, flight: flight ?? null };
  }

  private async broughtIn(tx: Tx, { id, uploadedBy, uploader }: EvidenceItem): Promise<Uploader> {
    const lists = await this.lists.ofItems(tx, [id]);
    return { uploadedBy, unitId: String(uploader['unitId']), caseIds: lists.map(({ caseId }) => caseId) };
  }

  private async device(tx: Tx, id: string | null): Promise<DeviceSummary | null> {
    return id === null ? null : ((await this.equipment.findDevice(tx, { id })) ?? null);
  }

  private onTrack(
    { kind }: FindingHints,
    around: Surroundings,
    foundBy: FoundDevice['foundBy'],
    at: Date,
  ): Origin['onTrack'] {
    if (kind !== 'photo' && kind !== 'video') return null;
    const word = wordOfTrack(around, at, foundBy);
    return word && { ...word, place: this.places.of(word.position) };
  }
}

function uploaderOf({ kind, id, snapshot }: Actor, { caseId }: FindingHints): Uploader {
  return {
    uploadedBy: kind === 'device' ? null : id,
    unitId: String(snapshot['unitId']),
    caseIds: caseId === null ? [] : [caseId],
  };
}
