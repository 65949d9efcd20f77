import { Injectable } from '@nestjs/common';
import { MissionsService } from '../../missions/index.js';
import { Clock, Outbox, type Tx } from '../../platform/index.js';
import { trackFilled } from '../track-filled.js';
import { RecordedRepository } from './recorded.repository.js';
import type { ReadingSummary, RecordedTrack } from './recorded.types.js';
import type { Extent } from './recorded-point.repository.js';

/** Ends the reading of a file: what it was flown for, and that this stretch of the device's track is known now. */
@Injectable()
export class RecordingFinisher {
  constructor(
    private readonly tracks: RecordedRepository,
    private readonly missions: MissionsService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async finish(tx: Tx, { id, deviceId }: RecordedTrack, summary: ReadingSummary, extent: Extent): Promise<void> {
    const flightId = deviceId && (await this.onlyFlight(tx, deviceId, extent));
    await this.tracks.finish(tx, id, { summary, extent, flightId, at: this.clock.now() });
    if (deviceId) await this.outbox.record(tx, trackFilled(deviceId, { from: extent.first, to: extent.last }));
  }

  /** A plan that overlaps in time is the track's only where no other does. */
  private async onlyFlight(tx: Tx, deviceId: string, { first, last }: Extent): Promise<string | null> {
    const during = { from: first, to: new Date(last.getTime() + 1) };
    const flights = await this.missions.flightsOfDevice(tx, deviceId, during);
    const flown = flights.filter(({ state }) => state !== 'refused' && state !== 'cancelled');
    return flown.length === 1 ? (flown[0]?.id ?? null) : null;
  }
}
