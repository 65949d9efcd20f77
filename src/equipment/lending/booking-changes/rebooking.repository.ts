import { Injectable } from '@nestjs/common';
import { type Period, periodLiteral, type Tx } from '../../../platform/index.js';
import { columnsOf, type NewLine } from '../bookings/reservation.repository.js';

/** Changes to the devices and the period of a booking. Device rows and booking are locked by the caller. */
@Injectable()
export class RebookingRepository {
  /** @throws a violation of `booking_line_no_overlap` when the new time is somebody else's */
  async rewriteLines(tx: Tx, bookingId: string, lines: readonly NewLine[]): Promise<void> {
    if (lines.length === 0) return;
    const [, ...columns] = columnsOf(lines);
    // The owner's word is taken off what is asked for again; a doubt stays as long as the start does.
    await tx.execute(
      `UPDATE booking_line l SET blocked = line.blocked, state = line.state,
         decided_by = CASE WHEN line.state <> 'requested' THEN l.decided_by END,
         decided_by_name = CASE WHEN line.state <> 'requested' THEN l.decided_by_name END,
         decided_at = CASE WHEN line.state <> 'requested' THEN l.decided_at END,
         affected_at = CASE WHEN lower(line.blocked) = lower(l.blocked) THEN l.affected_at END
       FROM unnest($2::uuid[], $3::tstzrange[], $4::text[]) AS line (device_id, blocked, state)
       WHERE l.booking_id = $1 AND l.device_id = line.device_id`,
      [bookingId, ...columns],
    );
  }

  async dropLines(tx: Tx, bookingId: string, deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length === 0) return;
    await tx.execute(
      `UPDATE booking_line SET state = 'cancelled', closing_code = 'swapped', affected_at = NULL
       WHERE booking_id = $1 AND device_id = ANY($2)`,
      [bookingId, deviceIds],
    );
  }

  /**
   * Gives the number of lines that were made, fewer where somebody else has the time. A device may come in again after
   * its line ended without having left: the new line takes the place of that one.
   */
  async addLines(tx: Tx, bookingId: string, lines: readonly NewLine[]): Promise<number> {
    if (lines.length === 0) return 0;
    await tx.execute(
      `DELETE FROM booking_line WHERE booking_id = $1 AND device_id = ANY($2)
         AND state IN ('cancelled', 'refused', 'expired', 'no_show')`,
      [bookingId, lines.map(({ deviceId }) => deviceId)],
    );
    return tx.execute(
      `INSERT INTO booking_line (id, booking_id, device_id, blocked, state)
       SELECT line.id, $1, line.device_id, line.blocked, line.state
       FROM unnest($2::uuid[], $3::uuid[], $4::tstzrange[], $5::text[]) AS line (id, device_id, blocked, state)
       ON CONFLICT DO NOTHING`,
      [bookingId, ...columnsOf(lines)],
    );
  }

  /** An expiry that nothing needs any more goes with the state, by `BookingRepository.setState`. */
  async rewriteHead(tx: Tx, bookingId: string, during: Period, holdExpiresAt: Date | null): Promise<void> {
    await tx.execute(`UPDATE booking SET during = $2, hold_expires_at = coalesce($3, hold_expires_at) WHERE id = $1`, [
      bookingId,
      periodLiteral(during),
      holdExpiresAt,
    ]);
  }

  /** What was taken over has found a substitute. */
  async markSwapped(tx: Tx, bookingId: string, deviceId: string): Promise<void> {
    await tx.execute(
      `UPDATE booking_line SET closing_code = 'swapped' WHERE booking_id = $1 AND device_id = $2 AND state = 'cancelled'`,
      [bookingId, deviceId],
    );
  }
}
