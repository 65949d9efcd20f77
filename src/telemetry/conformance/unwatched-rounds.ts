import { Injectable } from '@nestjs/common';
import { type DueFlight, UnwatchedFlights } from '../../missions/index.js';
import { type Tx, UnitOfWork } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { nameInTopic } from '../dialects/dialects.js';
import { QuarantineRepository } from '../quarantine/quarantine.repository.js';
import { AirPicture } from './air-picture.js';
import { DetectorLeases } from './detector.leases.js';
import { unwatchedBecause } from './unwatched.rules.js';

const EVERY_MS = 10_000;
/** As long as a frame counts as heard. */
const REFUSED_MS = 30_000;

/** Finds the flights that were cleared and that nobody watches, because of what their aircraft sends or does not send. */
@Injectable()
export class UnwatchedRounds {
  private wentAt = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: UnwatchedFlights,
    private readonly picture: AirPicture,
    private readonly leases: DetectorLeases,
    private readonly quarantine: QuarantineRepository,
    private readonly directory: DeviceDirectory,
  ) {}

  /** To be called again and again, after what is new was looked at. */
  async go(now: Date): Promise<void> {
    if (now.getTime() - this.wentAt < EVERY_MS) return;
    this.wentAt = now.getTime();
    const { due, refused } = await this.unitOfWork.read((tx) => this.look(tx, now));
    const linked = await this.linked(due);
    for (const flight of due) {
      const { id, deviceId, told } = flight;
      const heard = {
        usable: this.picture.newsOf(deviceId) ?? this.picture.lookedAt(deviceId),
        latest: this.picture.latestOf(deviceId),
        isRefused: refused.has(deviceId),
        since: this.leases.hasSince(deviceId),
      };
      const reason = linked.has(deviceId) ? unwatchedBecause(flight, heard, now) : null;
      if (reason !== told) await this.flights.note(id, reason);
    }
  }

  private async look(tx: Tx, now: Date): Promise<{ due: DueFlight[]; refused: ReadonlySet<string> }> {
    const due = (await this.flights.due(tx, now)).filter(({ deviceId }) => this.leases.has(deviceId));
    if (due.length === 0) return { due, refused: new Set() };
    const since = new Date(now.getTime() - REFUSED_MS);
    const topics = await this.quarantine.topicsSince(tx, 'CLOCK_OUT_OF_RANGE', since);
    const refused = new Set<string>();
    for (const topic of topics) {
      const device = await this.directory.byName(nameInTopic(topic) ?? '');
      if (device) refused.add(device.id);
    }
    return { due, refused };
  }

  /** What never sends anything is not missed. */
  private async linked(due: readonly DueFlight[]): Promise<ReadonlySet<string>> {
    const devices = await this.directory.byIds(due.map(({ deviceId }) => deviceId));
    return new Set(devices.filter(({ linkKind }) => linkKind === 'live').map(({ id }) => id));
  }
}
