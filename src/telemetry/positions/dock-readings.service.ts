import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { distanceMetres, type Position } from '../../geo/index.js';
import type { DockReading, DockReadings } from '../../missions/index.js';
import type { Tx } from '../../platform/index.js';

interface Row extends Omit<DockReading, 'assetCode' | 'distanceMetres'> {
  readonly deviceId: string;
  readonly lon: number;
  readonly lat: number;
}

const METRES_PER_DEGREE = 111_195;

/** The air around docks, as they last told it. */
@Injectable()
export class LatestDockReadings implements DockReadings {
  constructor(private readonly equipment: EquipmentService) {}

  async near(tx: Tx, place: Position, metres: number): Promise<DockReading[]> {
    const dLat = metres / METRES_PER_DEGREE;
    const dLon = dLat / Math.max(0.01, Math.cos((place.lat * Math.PI) / 180));
    const rows = await tx.query<Row>(
      `SELECT device_id AS "deviceId", environment_at AS at, lon, lat, environment_rainfall AS rainfall,
         environment_wind_metres_per_second AS "windMetresPerSecond", environment_celsius AS celsius
       FROM device_latest WHERE environment_at IS NOT NULL AND lon BETWEEN $1 AND $2 AND lat BETWEEN $3 AND $4`,
      [place.lon - dLon, place.lon + dLon, place.lat - dLat, place.lat + dLat],
    );
    if (rows.length === 0) return [];
    const ids = rows.map(({ deviceId }) => deviceId);
    const codes = new Map((await this.equipment.findDevices(tx, ids)).map(({ id, assetCode }) => [id, assetCode]));
    return rows
      .map(({ deviceId, lon, lat, ...said }) => ({
        ...said,
        assetCode: codes.get(deviceId) ?? deviceId,
        distanceMetres: distanceMetres(place, { lon, lat }),
      }))
      .filter((reading) => reading.distanceMetres <= metres)
      .toSorted((a, b) => a.distanceMetres - b.distanceMetres);
  }
}
