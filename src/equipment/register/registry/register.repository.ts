import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '../../../platform/index.js';
import type { BookingState } from '../../lending/bookings/booking.rules.js';
import { Device } from '../pool/device.entity.js';
import { LIVE_LINE } from '../pool/pool.sql.js';

/** A device with all its columns. */
export type DeviceRecord = Readonly<Pick<Device, keyof Device>>;

/** What tells one device from all others. */
export interface DeviceNames {
  readonly assetCode: string;
  readonly serial: string | null;
  readonly productIdCode: string | null;
  readonly uomRegistration: string | null;
}

/** Names that somebody asks about, many at once. */
export interface WantedNames {
  /** Asset codes, serials and barcodes: all are scanned alike. */
  readonly codes: readonly string[];
  readonly productIdCodes: readonly string[];
  readonly uomRegistrations: readonly string[];
}

export interface Namesake extends DeviceNames {
  readonly id: string;
}

export interface AffectedBookingRow {
  readonly bookingId: string;
  readonly unitId: string;
  readonly requestedBy: string;
  /** A tstzrange as text. */
  readonly during: string;
  readonly state: BookingState;
}

const MOST_AFFECTED = 200;

/** The write side of devices. */
@Injectable()
export class RegisterRepository {
  async get(tx: Tx, id: string): Promise<DeviceRecord | null> {
    return tx.repository(Device).findOneBy({ id });
  }

  /** Those of the ids that are registered, in no order. */
  async findAll(tx: Tx, ids: readonly string[]): Promise<DeviceRecord[]> {
    return ids.length === 0 ? [] : tx.repository(Device).findBy({ id: In([...ids]) });
  }

  /** Locks a device as bookings and check-outs do. */
  async lock(tx: Tx, id: string): Promise<DeviceRecord | null> {
    return tx.repository(Device).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** @throws a violation of one of the keys of its names */
  async insert(tx: Tx, device: DeviceRecord): Promise<void> {
    await tx.repository(Device).insert(device as never);
  }

  /** @throws a violation of one of the keys of its names */
  async update(tx: Tx, id: string, changes: Partial<DeviceRecord>): Promise<void> {
    await tx.repository(Device).update({ id }, changes as never);
  }

  /** @throws a violation of one of the keys of their names */
  async insertAll(tx: Tx, devices: readonly DeviceRecord[]): Promise<void> {
    await tx.repository(Device).insert(devices.map((device) => ({ ...device })) as never);
  }

  /** Writes whole records of devices that are there. @throws a violation of one of the keys of their names */
  async updateAll(tx: Tx, devices: readonly DeviceRecord[]): Promise<void> {
    const records = devices.map((device) => ({ ...device }));
    await tx.repository(Device).upsert(records as never, { conflictPaths: ['id'] });
  }

  /** Locks the devices that have one of the names, lower-cased, as asset code or serial. */
  async lockNamed(tx: Tx, names: readonly string[]): Promise<void> {
    await tx.execute(
      `SELECT 1 FROM device WHERE id IN (
         SELECT id FROM device WHERE lower(asset_code) = ANY($1) UNION SELECT id FROM device WHERE lower(serial) = ANY($1))
       ORDER BY id FOR NO KEY UPDATE`,
      [names],
    );
  }

  /** Every device that has one of the names, or wears one of the codes as a claimed barcode. */
  async namesakes(tx: Tx, { codes, productIdCodes, uomRegistrations }: WantedNames): Promise<DeviceRecord[]> {
    const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM device WHERE lower(asset_code) = ANY($1) UNION SELECT id FROM device WHERE lower(serial) = ANY($1)
       UNION SELECT id FROM device WHERE lower(product_id_code) = ANY($2)
       UNION SELECT id FROM device WHERE lower(uom_registration) = ANY($3)
       UNION SELECT device_id FROM device_barcode WHERE lower(value) = ANY($1) AND released_at IS NULL`,
      [lower(codes), lower(productIdCodes), lower(uomRegistrations)],
    );
    return this.findAll(
      tx,
      rows.map(({ id }) => id),
    );
  }

  /** Until they are written again, the devices are called after their ids. */
  async freeNames(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.execute(
      `UPDATE device SET asset_code = 'tmp.' || replace(id::text, '-', ''), serial = NULL, product_id_code = NULL,
         uom_registration = NULL WHERE id = ANY($1)`,
      [ids],
    );
  }

  /** What travels with a device goes over to its new owner with it. */
  async moveParts(tx: Tx, id: string, unitId: string): Promise<void> {
    await tx.execute(`UPDATE device SET unit_id = $2 WHERE part_of_id = $1`, [id, unitId]);
  }

  /**
   * Another device that answers to one of the names. A device may log in and be scanned under its asset code or its
   * serial, so neither may be the other name of a second device.
   */
  async namesake(tx: Tx, names: DeviceNames, exceptId: string): Promise<Namesake | undefined> {
    const { assetCode, serial, productIdCode, uomRegistration } = names;
    return tx.queryOne<Namesake>(
      `SELECT id, asset_code AS "assetCode", serial, product_id_code AS "productIdCode",
         uom_registration AS "uomRegistration"
       FROM device
       WHERE id <> $1 AND (lower(asset_code) = ANY($2) OR lower(serial) = ANY($2)
         OR lower(product_id_code) = $3 OR lower(uom_registration) = $4)
       ORDER BY lower(asset_code) LIMIT 1`,
      [
        exceptId,
        [assetCode, serial].flatMap((name) => (name === null ? [] : [name.toLowerCase()])),
        productIdCode?.toLowerCase() ?? null,
        uomRegistration?.toLowerCase() ?? null,
      ],
    );
  }

  /** Another device that wears one of the values as a claimed barcode. */
  async wearer(
    tx: Tx,
    values: readonly string[],
    exceptId: string,
  ): Promise<{ readonly id: string; readonly assetCode: string; readonly value: string } | undefined> {
    return tx.queryOne(
      `SELECT d.id, d.asset_code AS "assetCode", b.value FROM device_barcode b JOIN device d ON d.id = b.device_id
       WHERE lower(b.value) = ANY($1) AND b.released_at IS NULL AND d.id <> $2 LIMIT 1`,
      [values.map((value) => value.toLowerCase()), exceptId],
    );
  }

  /** Whether the device is out (a part: with its device), and whether parts travel with it. */
  async situation(
    tx: Tx,
    { id, partOfId }: DeviceRecord,
  ): Promise<{ readonly isOut: boolean; readonly hasParts: boolean }> {
    const row = await tx.queryOne<{ isOut: boolean; hasParts: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM custody WHERE device_id = $2 AND returned_at IS NULL) AS "isOut",
         EXISTS (SELECT 1 FROM device WHERE part_of_id = $1) AS "hasParts"`,
      [id, partOfId ?? id],
    );
    return row ?? { isOut: false, hasParts: false };
  }

  /** Live bookings of a device that are not over, soonest first. */
  async affectedBookings(tx: Tx, deviceId: string, now: Date): Promise<AffectedBookingRow[]> {
    return tx.query<AffectedBookingRow>(
      `SELECT b.id AS "bookingId", b.unit_id AS "unitId", b.requested_by AS "requestedBy", b.during::text AS during,
         l.state
       FROM booking_line l JOIN booking b ON b.id = l.booking_id
       WHERE l.device_id = $1 AND ${LIVE_LINE} AND (upper(l.blocked) > $2 OR l.state IN ('out', 'overdue'))
       ORDER BY lower(l.blocked) LIMIT $3`,
      [deviceId, now, MOST_AFFECTED],
    );
  }
}
