import { Injectable } from '@nestjs/common';
import { EquipmentService, type PastHolding } from '../../equipment/index.js';
import type { Period, Tx } from '../../platform/index.js';
import { TelemetryService, type TrackPiece, type TrackSample } from '../../telemetry/index.js';
import type { Session } from '../sessions/session.repository.js';
import { type ReplayTrack, SHOWN_FOR_MS } from './replay-positions.rules.js';

const MOST_DEVICES = 50;
/** Of one device in one window. */
const MOST_SAMPLES = 20_000;

/** Where the devices of a session were: those that its people had out for its case, while they had them and were there themselves. */
@Injectable()
export class ReplayTracks {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly telemetry: TelemetryService,
  ) {}

  async during(
    tx: Tx,
    { caseId }: Session,
    stays: ReadonlyMap<string, readonly Period[]>,
    { from, to }: Period,
  ): Promise<{ readonly tracks: readonly ReplayTrack[]; readonly isCut: boolean }> {
    const shown = { from: new Date(from.getTime() - SHOWN_FOR_MS), to };
    const held = (await this.equipment.heldFor(tx, caseId, shown)).flatMap((one) =>
      within(one, stays.get(one.holderUserId) ?? []),
    );
    const ids = [...new Set(held.map(({ deviceId }) => deviceId))];
    const codes = new Map((await this.equipment.findDevices(tx, ids)).map(({ id, assetCode }) => [id, assetCode]));
    const tracks: ReplayTrack[] = [];
    let isCut = ids.length > MOST_DEVICES;
    for (const deviceId of ids.slice(0, MOST_DEVICES)) {
      const own = held.filter((one) => one.deviceId === deviceId);
      const { samples, isWhole } = await this.samplesOf(tx, own);
      isCut ||= !isWhole;
      tracks.push({ deviceId, assetCode: codes.get(deviceId) ?? '', samples });
    }
    return { tracks, isCut };
  }

  private async samplesOf(tx: Tx, held: readonly PastHolding[]) {
    const samples: TrackSample[] = [];
    for (const { deviceId, during } of held) {
      for (let after: TrackPiece['last'], isFirst = true; isFirst || after; isFirst = false) {
        const piece = await this.telemetry.trackPiece(tx, deviceId, during, after);
        samples.push(...piece.samples);
        if (samples.length > MOST_SAMPLES) return { samples: samples.slice(0, MOST_SAMPLES), isWhole: false };
        after = piece.last;
      }
    }
    return { samples, isWhole: true };
  }
}

/** The parts of a holding during which its holder was in the session. */
function within(holding: PastHolding, stays: readonly Period[]): PastHolding[] {
  return stays.flatMap(({ from, to }) => {
    const during = {
      from: new Date(Math.max(from.getTime(), holding.during.from.getTime())),
      to: new Date(Math.min(to.getTime(), holding.during.to.getTime())),
    };
    return during.from < during.to ? [{ ...holding, during }] : [];
  });
}
