import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import { NOT_CONNECTED } from '../dialects/dji.codes.js';
import { type KnownPresence, type Presence, type PresenceEvidence, SILENCE_MS } from './presence.rules.js';

/** A line that was opened or closed here. */
export interface LineNews {
  readonly deviceId: string;
  readonly isOpen: boolean;
  readonly at: Date;
}

export interface Watched {
  readonly deviceId: string;
  readonly evidence: PresenceEvidence;
  readonly known: KnownPresence | null;
}

export interface PresenceChange {
  readonly id: string;
  readonly online: boolean;
  readonly reason: Presence['reason'];
  readonly at: Date;
  readonly recordedAt: Date;
}

/** Lines of instances that live, and when the last one was closed. What a dead instance had open says nothing. */
const LINES = `
  SELECT l.device_id, bool_or(l.closed_at IS NULL AND i.id IS NOT NULL) AS is_open, max(l.closed_at) AS closed_at
  FROM device_line l
  LEFT JOIN detector_instance i ON i.id = l.instance_id AND i.heard_at > now() - interval '6 seconds'
  GROUP BY l.device_id`;

const EVIDENCE = `
  SELECT device_id AS "deviceId", coalesce(line.is_open, false) AS "hasLine", line.closed_at AS "lineClosedAt",
    l.received_at AS "heardAt", coalesce(l.mode = $2, false) AS "isNotConnected", gone.at AS "unpairedAt",
    p.online, p.changed_at AS "changedAt", p.flaps
  FROM device_latest l FULL JOIN (${LINES}) line USING (device_id) LEFT JOIN device_presence p USING (device_id)
  LEFT JOIN LATERAL (
    SELECT max(t.unpaired_at) AS at FROM device_topology t WHERE t.aircraft_id = device_id
    HAVING bool_and(t.unpaired_at IS NOT NULL)) gone ON true
  WHERE p.online OR line.is_open OR l.received_at > $1`;

interface EvidenceRow extends PresenceEvidence {
  readonly deviceId: string;
  readonly online: boolean | null;
  readonly changedAt: Date | null;
  readonly flaps: number | null;
}

/** The only SQL on lines of devices and on who is there. */
@Injectable()
export class PresenceRepository {
  async noteLines(tx: Tx, instanceId: string, news: readonly LineNews[]): Promise<void> {
    await tx.execute(
      `INSERT INTO device_line (device_id, instance_id, opened_at, closed_at)
       SELECT device_id, $1, at, CASE WHEN NOT is_open THEN at END
       FROM unnest($2::uuid[], $3::boolean[], $4::timestamptz[]) AS news (device_id, is_open, at) ORDER BY device_id
       ON CONFLICT (device_id, instance_id) DO UPDATE SET
         closed_at = CASE WHEN excluded.closed_at IS NOT NULL THEN greatest(device_line.opened_at, excluded.closed_at) END,
         opened_at = CASE WHEN excluded.closed_at IS NULL THEN excluded.opened_at ELSE device_line.opened_at END`,
      [instanceId, news.map(({ deviceId }) => deviceId), news.map(({ isOpen }) => isOpen), news.map(({ at }) => at)],
    );
  }

  /** Of an instance that ends by itself: its lines were not closed by their devices. */
  async forgetLines(tx: Tx, instanceId: string): Promise<void> {
    await tx.execute(`DELETE FROM device_line WHERE instance_id = $1`, [instanceId]);
  }

  /** What instances left behind that are long gone. */
  async sweepLines(tx: Tx): Promise<void> {
    await tx.execute(
      `DELETE FROM device_line l WHERE coalesce(closed_at, opened_at) < now() - interval '1 day'
         AND NOT EXISTS (SELECT 1 FROM detector_instance i WHERE i.id = l.instance_id)`,
    );
  }

  /** Every device that is taken to be there, or of which something was heard lately. */
  async watched(tx: Tx, now: Date): Promise<Watched[]> {
    const rows = await tx.query<EvidenceRow>(EVIDENCE, [new Date(now.getTime() - SILENCE_MS), NOT_CONNECTED]);
    return rows.map(({ deviceId, online, changedAt, flaps, ...evidence }) => ({
      deviceId,
      evidence,
      known: online === null || !changedAt ? null : { online, changedAt, flaps: flaps ?? 0 },
    }));
  }

  /** False where it is known so already. */
  async change(tx: Tx, deviceId: string, { online, reason, at }: Presence, flaps: number, now: Date): Promise<boolean> {
    const changed = await tx.query(
      `INSERT INTO device_presence AS p (device_id, online, reason, at, changed_at, flaps)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (device_id) DO UPDATE SET online = $2, reason = $3, at = $4, changed_at = $5, flaps = $6
         WHERE p.online <> $2
       RETURNING device_id`,
      [deviceId, online, reason, at, now, flaps],
    );
    if (changed.length === 0) return false;
    await tx.execute(
      `INSERT INTO device_presence_change (id, device_id, online, reason, at, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), deviceId, online, reason, at, now],
    );
    return true;
  }

  async find(tx: Tx, deviceId: string): Promise<(Presence & KnownPresence) | undefined> {
    return tx.queryOne(
      `SELECT online, reason, at, changed_at AS "changedAt", flaps FROM device_presence WHERE device_id = $1`,
      [deviceId],
    );
  }

  /** Newest first. */
  async changes(tx: Tx, deviceId: string, before: string | undefined, limit: number): Promise<PresenceChange[]> {
    return tx.query(
      `SELECT id, online, reason, at, recorded_at AS "recordedAt" FROM device_presence_change
       WHERE device_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [deviceId, before ?? null, limit],
    );
  }
}
