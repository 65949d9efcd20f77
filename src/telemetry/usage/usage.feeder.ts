import { Inject, Injectable } from '@nestjs/common';
import { type CyclesSaid, type DeviceSummary, EquipmentService, type ToldCycles } from '../../equipment/index.js';
import { FlightTurns } from '../../missions/index.js';
import { type Actor, Clock, LOGGER, type Logger, OnEveryMinute, type Tx, UnitOfWork } from '../../platform/index.js';
import { type FlightWatch, FlightWatchRepository, type WatchedFrame } from './flight-watch.repository.js';
import { type EndedFlight, endSilent, followFlight } from './flight.rules.js';

/** Frames read in one transaction; a minute of an aircraft has thirty to sixty. */
const PAGE = 2_000;
/** What was flown before an aircraft is first looked at counts as far back as this. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;

/** Tells the pool what was flown and how often batteries were charged, from the frames that are stored. */
@Injectable()
export class UsageFeeder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly watches: FlightWatchRepository,
    private readonly equipment: EquipmentService,
    private readonly turns: FlightTurns,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Right however late it runs and when two runs meet: each aircraft is read under the lock of its watch. */
  @OnEveryMinute('telemetry.usage')
  async run(): Promise<void> {
    const aircraft = await this.unitOfWork.read(async (tx) => {
      const devices = await this.equipment.findDevices(tx, await this.watches.withNews(tx));
      return devices.filter(({ category }) => category === 'uav');
    });
    for (const device of aircraft) await this.catchUp(device);
  }

  /** One aircraft that cannot be read does not keep the others. */
  private async catchUp(device: DeviceSummary): Promise<void> {
    try {
      while (await this.readOn(device));
    } catch (error) {
      this.logger.error({ err: error, aircraft: device.assetCode }, 'usage of an aircraft');
    }
  }

  /** Whether there may be more. */
  private async readOn(device: DeviceSummary): Promise<boolean> {
    return this.unitOfWork.run(actorOf(device), async (tx) => {
      const now = this.clock.now();
      const watch = await this.watches.lock(tx, device.id, new Date(now.getTime() - FIRST_LOOK_BACK_MS));
      const frames = await this.watches.frames(tx, device.id, watch.readTo, now, PAGE);
      await this.tellCycles(tx, device, frames);
      await this.tellFlights(tx, device.id, watch, frames);
      return frames.length === PAGE;
    });
  }

  private async tellFlights(
    tx: Tx,
    deviceId: string,
    watch: FlightWatch,
    frames: readonly WatchedFrame[],
  ): Promise<void> {
    const now = this.clock.now();
    const isAll = frames.length < PAGE;
    const followed = followFlight(watch.open, frames);
    const isAhead = followed.open !== null && (await this.watches.hasAhead(tx, deviceId, now));
    const { open, ended } = isAll ? endSilent(followed, now, isAhead) : followed;
    for (const flight of ended) await this.tellFlight(tx, deviceId, flight);
    await this.watches.save(tx, deviceId, { readTo: frames.at(-1)?.at ?? watch.readTo, open }, now);
  }

  private async tellFlight(tx: Tx, deviceId: string, { from, to }: EndedFlight): Promise<void> {
    const seconds = (to.getTime() - from.getTime()) / 1000;
    if (Math.round(seconds) === 0) return;
    await this.equipment.recordUsage(tx, deviceId, { seconds, from, source: `flight:${from.toISOString()}` });
    await this.turns.flown(tx, deviceId, { from, to });
  }

  private async tellCycles(tx: Tx, aircraft: DeviceSummary, frames: readonly WatchedFrame[]): Promise<void> {
    const said = highestOf(frames);
    if (said.length === 0) return;
    for (const [battery, told] of await this.equipment.recordCycles(tx, aircraft, said))
      if (!SILENT.includes(told))
        this.logger.info({ aircraft: aircraft.assetCode, battery, told }, 'cycles of a battery not kept');
  }
}

const SILENT: readonly ToldCycles[] = ['kept', 'known'];

/** Of each battery the highest count, and when it was first said. */
function highestOf(frames: readonly WatchedFrame[]): CyclesSaid[] {
  const highest = new Map<string, CyclesSaid>();
  for (const { at, batteries } of frames)
    for (const { serial, cycles } of batteries ?? []) {
      const key = serial.toLowerCase();
      if (cycles > (highest.get(key)?.cycles ?? -1)) highest.set(key, { serial, cycles, at });
    }
  return [...highest.values()];
}

function actorOf({ id, assetCode, serial }: DeviceSummary): Actor {
  return { kind: 'device', id, name: assetCode, snapshot: { assetCode, serial } };
}
