import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { AircraftPower, BatteryRow } from './device-row.js';
import type { Performance } from './performance.js';

interface KindFigures {
  readonly performance: Performance | null;
  readonly stated: string | null;
}

/** What an aircraft can do and how many batteries there are for it, as the rooms to the right ask. */
@Injectable()
export class AircraftPowers {
  /** Undefined for a device that is not registered. */
  async of(tx: Tx, deviceId: string, during: Period): Promise<AircraftPower | undefined> {
    const figures = await tx.queryOne<KindFigures>(
      `SELECT k.performance, d.attributes->>'batteryCount' AS stated
       FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE d.id = $1`,
      [deviceId],
    );
    if (!figures) return undefined;
    const batteries = await this.batteries(tx, deviceId, during);
    return { performance: figures.performance, batteries, statedBatteries: countOf(figures.stated) };
  }

  /** In service, and travelling with the aircraft, booked together with it, or travelling with what is. */
  private batteries(tx: Tx, deviceId: string, during: Period): Promise<BatteryRow[]> {
    return tx.query<BatteryRow>(
      `WITH along AS (
         SELECT $1::uuid AS id
         UNION SELECT other.device_id FROM booking_line own
           JOIN booking_line other ON other.booking_id = own.booking_id AND other.state IN ('reserved', 'out', 'overdue')
         WHERE own.device_id = $1 AND own.state IN ('reserved', 'out', 'overdue') AND own.blocked @> $2::tstzrange)
       SELECT d.asset_code AS "assetCode", d.cycle_count AS "cycleCount", d.health_percent AS "healthPercent"
       FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE k.counts_cycles AND d.state = 'in_service'
         AND (d.id IN (SELECT id FROM along) OR d.part_of_id IN (SELECT id FROM along))
       ORDER BY lower(d.asset_code)`,
      [deviceId, periodLiteral(during)],
    );
  }
}

function countOf(stated: string | null): number | null {
  const count = Number(stated ?? Number.NaN);
  return Number.isInteger(count) && count >= 0 ? count : null;
}
