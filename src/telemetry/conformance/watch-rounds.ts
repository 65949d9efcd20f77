import { Injectable } from '@nestjs/common';
import { DeviceRounds } from '../alarms/device.rounds.js';
import { PresenceRounds } from '../presence/presence.rounds.js';
import { AirNews } from './air-news.js';
import { DetectorLeases } from './detector.leases.js';
import { FlightRounds } from './flight-rounds.js';
import { UnwatchedRounds } from './unwatched-rounds.js';

/** One look at the store for all that watch: what is new, and then each of them with it. */
@Injectable()
export class WatchRounds {
  constructor(
    private readonly leases: DetectorLeases,
    private readonly news: AirNews,
    private readonly flights: FlightRounds,
    private readonly unwatched: UnwatchedRounds,
    private readonly devices: DeviceRounds,
    private readonly presence: PresenceRounds,
  ) {}

  /** What fails does not keep the others. @throws AggregateError at the end, of all that failed */
  async go(now: Date): Promise<void> {
    await this.leases.renew(now);
    const { all, aircraft } = await this.news.look();
    const faults: unknown[] = [];
    for (const round of [
      () => this.flights.go(aircraft),
      () => this.devices.go(all),
      () => this.unwatched.go(now),
      () => this.presence.go(),
    ])
      await round().catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw new AggregateError(faults, 'watching');
  }

  /** A look that is under way ends soon. */
  breakOff(): void {
    this.flights.breakOff();
  }

  async end(): Promise<void> {
    await this.leases.giveUp();
  }
}
