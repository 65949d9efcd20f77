import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '../../platform/index.js';
import { AirPicture } from './air-picture.js';
import { DetectorLeases } from './detector.leases.js';
import { type AirNewsItem, FlightDetector } from './flight-detector.js';

/** Frames that are older than this when the service starts. */
const OLD_MS = 15_000;

/** Aircraft followed at a time: a take-off waits for the database again and again. */
const TOGETHER = 4;
/** What was heard of so many is held while they are followed, however many are in the air. */
const GROUP = 250;

/** One round over all aircraft that this instance has leased: what is new of them, and who is silent. */
@Injectable()
export class FlightRounds {
  /** What was heard before is no news: flights that ended while nobody watched are read from the store. */
  private readonly newsFrom: Date;
  private readonly faults: Error[] = [];
  private isEnding = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly leases: DetectorLeases,
    private readonly picture: AirPicture,
    private readonly detector: FlightDetector,
    private readonly clock: Clock,
  ) {
    this.newsFrom = new Date(clock.now().getTime() - OLD_MS);
  }

  /**
   * What is in the air goes before what takes off, of which there may be hundreds at once.
   * @throws AggregateError at the end, of the aircraft that could not be followed
   */
  async go(aircraftIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.read((tx) => this.picture.refresh(tx));
    const { rising, others } = this.sort(aircraftIds.filter((id) => this.leases.has(id)));
    const turned: string[] = [];
    for (const group of [...groupsOf(others), ...groupsOf(rising)]) turned.push(...(await this.followAll(group)));
    if (turned.length > 0) await this.unitOfWork.read((tx) => this.picture.refresh(tx));
    for (const group of groupsOf(turned)) await this.watchAll(group);
    await this.followSilent(new Set([...others, ...rising]), now);
    const faults = this.faults.splice(0);
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} aircraft not followed`);
  }

  /** The service stops: who was not followed yet is followed by whoever watches next. */
  breakOff(): void {
    this.isEnding = true;
  }

  /** Those of which something is news. Only their ids are kept until it is their turn: by then there may be more. */
  private sort(aircraftIds: readonly string[]): { rising: string[]; others: string[] } {
    const rising: string[] = [];
    const others: string[] = [];
    for (const id of aircraftIds) {
      const item = this.newsOf(id);
      if (item) (this.detector.mayTakeOff(item) ? rising : others).push(id);
    }
    return { rising, others };
  }

  private newsOf(deviceId: string): AirNewsItem | undefined {
    const sample = this.picture.newsOf(deviceId);
    if (!sample || sample.receivedAt >= this.newsFrom) return sample && { deviceId, sample };
    this.picture.look(deviceId, sample);
    return undefined;
  }

  /** @returns those whose flights have begun or ended */
  private async followAll(aircraftIds: readonly string[]): Promise<string[]> {
    const news = aircraftIds.flatMap((id) => this.newsOf(id) ?? []);
    const landings = await this.detector.lastLandings(news.filter((item) => this.detector.mayTakeOff(item)));
    const turned: string[] = [];
    await several(news, (item) =>
      this.attempt(item.deviceId, async () => {
        if (await this.detector.follow(item, landings.get(item.deviceId) ?? null)) turned.push(item.deviceId);
        else this.picture.look(item.deviceId, item.sample);
      }),
    );
    return turned;
  }

  /**
   * What began a flight, or what has come since, is also the first that the flight is held against, once the picture was
   * taken again, for all of them together.
   */
  private async watchAll(aircraftIds: readonly string[]): Promise<void> {
    const news = aircraftIds.flatMap((id) => this.newsOf(id) ?? []);
    await several(news, (item) =>
      this.attempt(item.deviceId, async () => {
        await this.detector.follow(item, null);
        this.picture.look(item.deviceId, item.sample);
      }),
    );
  }

  private async followSilent(heard: ReadonlySet<string>, now: Date): Promise<void> {
    for (const row of this.picture.flying()) {
      if (heard.has(row.deviceId) || !this.leases.has(row.deviceId)) continue;
      const lastAt = this.picture.lookedAt(row.deviceId)?.at ?? null;
      await this.attempt(row.deviceId, async () => {
        if (await this.detector.followSilence(row, lastAt, now))
          await this.unitOfWork.read((tx) => this.picture.refresh(tx));
      });
    }
  }

  /** One aircraft that cannot be followed does not keep the others, and is tried again with the next round. */
  private async attempt(deviceId: string, work: () => Promise<void>): Promise<void> {
    if (this.isEnding) return;
    try {
      await work();
    } catch (error) {
      this.faults.push(new Error(`aircraft ${deviceId}`, { cause: error }));
    }
  }
}

function groupsOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / GROUP) }, (_, group) =>
    ids.slice(group * GROUP, (group + 1) * GROUP),
  );
}

async function several<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const worker = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}
