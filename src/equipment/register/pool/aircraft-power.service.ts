import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../../platform/index.js';
import type { AircraftPower, BatteryRow } from './device-row.js';
import type { Performance } from './performance.js';

interface Row {
  readonly performance: Performance | null;
  readonly stated: string | null;
  readonly batteries: readonly BatteryRow[];
}

/** What an aircraft can do and how many batteries there are for it, as the rooms to the right ask. */
@Injectable()
export class AircraftPowers {
  /**
   * Batteries are those in service that travel with the aircraft, are booked together with it for the whole period, or
   * travel with what is. Undefined for a device that is not registered.
   */
  async of(tx: Tx, deviceId: string, during: Period): Promise<AircraftPower | undefined> {
    const [found] = await tx.prepared<Row>(
      'equipment.aircraftPower',
      `WITH along AS (
         SELECT $1::uuid AS id
         UNION SELECT other.device_id FROM booking_line own
           JOIN booking_line other ON other.booking_id = own.booking_id AND other.state IN ('reserved', 'out', 'overdue')
         WHERE own.device_id = $1 AND own.state IN ('reserved', 'out', 'overdue') AND own.blocked @> $2::tstzrange)
       SELECT k.performance, d.attributes->>'batteryCount' AS stated,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('assetCode', b.asset_code, 'cycleCount', b.cycle_count,
             'healthPercent', b.health_percent) ORDER BY lower(b.asset_code)), '[]')
          FROM device b JOIN device_kind bk ON bk.id = b.kind_id
          WHERE bk.counts_cycles AND b.state = 'in_service'
            AND (b.id IN (SELECT id FROM along) OR b.part_of_id IN (SELECT id FROM along))) AS batteries
       FROM device d JOIN device_kind k ON k.id = d.kind_id WHERE d.id = $1`,
      [deviceId, periodLiteral(during)],
    );
    if (!found) return undefined;
    const { performance, batteries, stated } = found;
    return { performance, batteries, statedBatteries: countOf(stated) };
  }
}

function countOf(stated: string | null): number | null {
  const count = Number(stated ?? Number.NaN);
  return Number.isInteger(count) && count >= 0 ? count : null;
}
