import { createHash } from 'node:crypto';
import pg from 'pg';
import { newId } from '../../../src/platform/index.js';

const UNIT = '河北省人民检察院';
const PASSWORD = 'bench-only-password';
/** The box in which they fly: its four quarters are what four viewers look at. */
export const SKY = { minLon: 115, minLat: 37, maxLon: 117, maxLat: 39 } as const;

export interface BenchDevice {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string;
  readonly password: string;
  readonly lon: number;
  readonly lat: number;
}

/**
 * Registers aircraft that report by themselves, with secrets, in the database at this address: more than the pool has. They
 * are spread evenly over the sky.
 */
export async function registerFleet(databaseUrl: string, count: number): Promise<BenchDevice[]> {
  const devices = Array.from({ length: count }, (_, index) => deviceAt(index, count));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO device (id, kind_id, unit_id, asset_code, serial, model, dji_model_key, state, loan_scope, attributes,
         created_at, updated_at, link_kind)
       SELECT fleet.id, kind.id, unit.id, fleet.asset_code, fleet.serial, kind.model, kind.dji_model_keys[1],
         'in_service', 'own_unit', '{}', now(), now(), 'live'
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS fleet (id, asset_code, serial),
         (SELECT * FROM device_kind WHERE category = 'uav' AND NOT is_part ORDER BY ordinal LIMIT 1) AS kind,
         (SELECT * FROM unit WHERE name = $4) AS unit`,
      [
        devices.map(({ id }) => id),
        devices.map(({ assetCode }) => assetCode),
        devices.map(({ serial }) => serial),
        UNIT,
      ],
    );
    await client.query(
      `INSERT INTO mqtt_credential (id, device_id, username, secret_sha256, created_at)
       SELECT gen_random_uuid(), id, asset_code, $3, now() FROM unnest($1::uuid[], $2::text[]) AS fleet (id, asset_code)`,
      [
        devices.map(({ id }) => id),
        devices.map(({ assetCode }) => assetCode),
        createHash('sha256').update(PASSWORD).digest(),
      ],
    );
    await client.query('ANALYZE device; ANALYZE mqtt_credential; ANALYZE device_name');
  } finally {
    await client.end();
  }
  return devices;
}

function deviceAt(index: number, count: number): BenchDevice {
  const columns = Math.ceil(Math.sqrt(count));
  const name = String(index).padStart(6, '0');
  return {
    id: newId(),
    assetCode: `BENCH-UAV-${name}`,
    serial: `1581FBENCH${name}`,
    password: PASSWORD,
    lon: SKY.minLon + ((index % columns) + 0.5) * ((SKY.maxLon - SKY.minLon) / columns),
    lat: SKY.minLat + (Math.floor(index / columns) + 0.5) * ((SKY.maxLat - SKY.minLat) / columns),
  };
}
