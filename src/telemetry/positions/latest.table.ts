import { NumberTable } from '../columns/number.table.js';
import { SharedTexts } from '../columns/shared-texts.js';
import { ValueColumn } from '../columns/value.column.js';
import type { LatestRow } from '../intake/intake.rows.js';
import { FIX_QUALITIES, type GimbalAngles, type Position } from '../sample.js';
import { isStaleAt, type LatestPosition, type LatestState, orderOf } from './latest.rules.js';
import { dateOf, isNewer, SAID_AT, WordColumn } from './word.column.js';

/** What a row of the table is made into. */
export type Latest = Pick<LatestRow, 'state' | 'place'>;

/** Columns of when a device was heard. */
const HEARD_AT = 0;
const RECEIVED_AT = 1;

/** Columns of a position, in the order in which `put` writes them. */
const POSITION_AT = 0;
const POSITION_RECEIVED_AT = 1;
const LON = 2;
const LAT = 3;
const ELLIPSOID = 4;
const ABOVE_TAKEOFF = 5;
const AMSL = 6;
const HEADING = 7;
const SPEED = 8;
const VERTICAL_SPEED = 9;
const GIMBAL_PITCH = 10;
const GIMBAL_ROLL = 11;
const GIMBAL_YAW = 12;
const FIX = 13;
const POSITION_COLUMNS = 14;

/** Columns behind the time of what was said then. */
const PERCENT = 1;
const WIND = 1;
const RAINFALL = 2;
const CELSIUS = 3;

/**
 * The states of devices as numbers in columns, a row a device. What is taken is merged as `mergeStates` does: of each part
 * the newer, and of two of the same instant the first. Parts that a device never tells of take no room where none of its
 * neighbours tells of them either.
 */
export class LatestTable {
  private readonly heard = new NumberTable(2);
  private readonly positions = new NumberTable(POSITION_COLUMNS);
  private readonly batteries = new NumberTable(2);
  private readonly environments = new NumberTable(4);
  private readonly texts = new SharedTexts();
  private readonly modes = new WordColumn(this.texts);
  private readonly statuses = new WordColumn(this.texts);
  private readonly places = new ValueColumn<string>();

  has(row: number): boolean {
    return this.heard.get(row, HEARD_AT) !== null;
  }

  /** @returns whether anything of it was news */
  take(row: number, { state, place }: Latest): boolean {
    const { heardAt, receivedAt, position, battery, mode, status, environment } = state;
    const news = [
      this.raise(row, HEARD_AT, heardAt),
      this.raise(row, RECEIVED_AT, receivedAt),
      position !== null && this.takePosition(row, position, place),
      battery !== null && this.takeBattery(row, battery),
      mode !== null && this.modes.take(row, mode),
      status !== null && this.statuses.take(row, status),
      environment !== null && this.takeEnvironment(row, environment),
    ];
    return news.includes(true);
  }

  get(row: number): Latest | undefined {
    const heardAt = dateOf(this.heard.get(row, HEARD_AT));
    const receivedAt = dateOf(this.heard.get(row, RECEIVED_AT));
    if (!heardAt || !receivedAt) return undefined;
    const state: LatestState = {
      heardAt,
      receivedAt,
      position: this.latestPosition(row),
      battery: this.battery(row),
      mode: this.modes.get(row),
      status: this.statuses.get(row),
      environment: this.environment(row),
    };
    return { state, place: this.placeOf(row) };
  }

  positionOf(row: number): Position | undefined {
    const lon = this.positions.get(row, LON);
    const lat = this.positions.get(row, LAT);
    return lon === null || lat === null ? undefined : { lon, lat };
  }

  placeOf(row: number): string | null {
    return this.places.get(row) ?? null;
  }

  /** As `isStale` of its position; undefined without one. */
  isStale(row: number, now: Date): boolean | undefined {
    const at = this.positions.get(row, POSITION_AT);
    const receivedAt = this.positions.get(row, POSITION_RECEIVED_AT);
    return at === null || receivedAt === null ? undefined : isStaleAt(at, receivedAt, now.getTime());
  }

  /**
   * Milliseconds of all its times together. No part changes but forward in its own order, so of two states of one device,
   * one of which has all that the other has, equal sums are of equal states.
   */
  timesOf(row: number): number {
    return (
      (this.heard.get(row, HEARD_AT) ?? 0) +
      (this.heard.get(row, RECEIVED_AT) ?? 0) +
      (this.positionOrder(row) ?? 0) +
      (this.batteries.get(row, SAID_AT) ?? 0) +
      (this.modes.timeOf(row) ?? 0) +
      (this.statuses.timeOf(row) ?? 0) +
      (this.environments.get(row, SAID_AT) ?? 0)
    );
  }

  private raise(row: number, column: number, time: Date): boolean {
    const isLater = isNewer(time, this.heard.get(row, column));
    if (isLater) this.heard.put(row, column, time.getTime());
    return isLater;
  }

  private takePosition(row: number, said: LatestPosition, place: string | null): boolean {
    if (!isNewer(orderOf(said), this.positionOrder(row))) return false;
    this.putPosition(row, said);
    if (place !== null) this.places.put(row, this.texts.same(place));
    return true;
  }

  private takeBattery(row: number, { at, percent }: NonNullable<LatestState['battery']>): boolean {
    if (!isNewer(at, this.batteries.get(row, SAID_AT))) return false;
    this.batteries.putAll(row, [at.getTime(), percent]);
    return true;
  }

  private takeEnvironment(row: number, said: NonNullable<LatestState['environment']>): boolean {
    if (!isNewer(said.at, this.environments.get(row, SAID_AT))) return false;
    this.environments.putAll(row, [said.at.getTime(), said.windMetresPerSecond, said.rainfall, said.celsius]);
    return true;
  }

  private positionOrder(row: number): number | null {
    const at = this.positions.get(row, POSITION_AT);
    const receivedAt = this.positions.get(row, POSITION_RECEIVED_AT);
    return at === null || receivedAt === null ? null : Math.min(at, receivedAt);
  }

  private putPosition(row: number, said: LatestPosition): void {
    this.positions.putAll(row, [
      said.at.getTime(),
      said.receivedAt.getTime(),
      said.position.lon,
      said.position.lat,
      said.altitudeEllipsoidMetres,
      said.heightAboveTakeoffMetres,
      said.altitudeAmslMetres,
      said.headingDegrees,
      said.speedMetresPerSecond,
      said.verticalSpeedMetresPerSecond,
      said.gimbal?.pitchDegrees ?? null,
      said.gimbal?.rollDegrees ?? null,
      said.gimbal?.yawDegrees ?? null,
      FIX_QUALITIES.indexOf(said.fix),
    ]);
  }

  private latestPosition(row: number): LatestPosition | null {
    const at = dateOf(this.positions.get(row, POSITION_AT));
    const receivedAt = dateOf(this.positions.get(row, POSITION_RECEIVED_AT));
    const position = this.positionOf(row);
    if (!at || !receivedAt || !position) return null;
    return {
      at,
      receivedAt,
      position,
      altitudeEllipsoidMetres: this.positions.get(row, ELLIPSOID),
      heightAboveTakeoffMetres: this.positions.get(row, ABOVE_TAKEOFF),
      altitudeAmslMetres: this.positions.get(row, AMSL),
      headingDegrees: this.positions.get(row, HEADING),
      speedMetresPerSecond: this.positions.get(row, SPEED),
      verticalSpeedMetresPerSecond: this.positions.get(row, VERTICAL_SPEED),
      gimbal: this.gimbal(row),
      fix: FIX_QUALITIES[this.positions.get(row, FIX) ?? -1] ?? 'unknown',
    };
  }

  /** Of angles none of which was said nothing is known, as in the database. */
  private gimbal(row: number): GimbalAngles | null {
    const pitchDegrees = this.positions.get(row, GIMBAL_PITCH);
    const rollDegrees = this.positions.get(row, GIMBAL_ROLL);
    const yawDegrees = this.positions.get(row, GIMBAL_YAW);
    const isSaid = pitchDegrees !== null || rollDegrees !== null || yawDegrees !== null;
    return isSaid ? { pitchDegrees, rollDegrees, yawDegrees } : null;
  }

  private battery(row: number): LatestState['battery'] {
    const at = dateOf(this.batteries.get(row, SAID_AT));
    const percent = this.batteries.get(row, PERCENT);
    return at && percent !== null ? { at, percent } : null;
  }

  private environment(row: number): LatestState['environment'] {
    const at = dateOf(this.environments.get(row, SAID_AT));
    return (
      at && {
        at,
        windMetresPerSecond: this.environments.get(row, WIND),
        rainfall: this.environments.get(row, RAINFALL),
        celsius: this.environments.get(row, CELSIUS),
      }
    );
  }
}
