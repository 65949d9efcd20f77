import { Injectable } from '@nestjs/common';
import { type Period, period, periodLiteral, type Tx } from '../../platform/index.js';

/** Who holds a device, for which case. */
export interface Holding {
  readonly deviceId: string;
  readonly holderUnitId: string;
  readonly caseId: string | null;
}

/** A stretch of a device's past in one hand. */
export interface PastHolding extends Holding {
  readonly during: Period;
}

/**
 * Custody as positions need it: of all devices at once, every two seconds, and over a stretch of time. The pool's own
 * service answers for one device and one instant.
 */
@Injectable()
export class CustodyReader {
  async openHoldings(tx: Tx): Promise<Holding[]> {
    return tx.query(
      `SELECT c.device_id AS "deviceId", c.holder_unit_id AS "holderUnitId", b.case_id AS "caseId"
       FROM custody c JOIN booking b ON b.id = c.booking_id WHERE c.returned_at IS NULL`,
    );
  }

  /** In the order of time, cut to the period. */
  async holdingsDuring(tx: Tx, deviceId: string, during: Period): Promise<PastHolding[]> {
    const rows = await tx.query<Holding & { during: string }>(
      `SELECT c.device_id AS "deviceId", c.holder_unit_id AS "holderUnitId", b.case_id AS "caseId",
         (tstzrange(c.checked_out_at, c.returned_at) * $2::tstzrange)::text AS during
       FROM custody c JOIN booking b ON b.id = c.booking_id
       WHERE c.device_id = $1 AND tstzrange(c.checked_out_at, c.returned_at) && $2::tstzrange
       ORDER BY c.checked_out_at`,
      [deviceId, periodLiteral(during)],
    );
    return rows.map((row) => ({ ...row, during: period(row.during) }));
  }

  async livePairs(tx: Tx): Promise<{ gatewayId: string; aircraftId: string }[]> {
    return tx.query(
      `SELECT gateway_id AS "gatewayId", aircraft_id AS "aircraftId" FROM device_topology WHERE unpaired_at IS NULL`,
    );
  }
}
