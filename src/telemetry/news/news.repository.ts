import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';

export type NewsType = 'presence' | 'alarm_began' | 'alarm_ended';

/** A fact about a device that those who see the device are told as it happens. */
export interface DeviceNews {
  readonly id: string;
  readonly deviceId: string;
  readonly type: NewsType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

type NewNews = Omit<DeviceNews, 'id'> & { readonly eventId?: string | null };

const KEPT = '1 day';

/** News on their way to every instance that somebody looks at; what they tell is kept elsewhere. */
@Injectable()
export class NewsRepository {
  /** Of one event the same news twice are one. The id tells when it is told, which may be long after the event. */
  async add(tx: Tx, { eventId = null, deviceId, type, payload, at }: NewNews): Promise<void> {
    await tx.execute(
      `INSERT INTO device_news (id, event_id, device_id, type, payload, at) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
       ON CONFLICT DO NOTHING`,
      [newId(), eventId, deviceId, type, JSON.stringify(payload), at],
    );
  }

  /** Oldest first. */
  async after(tx: Tx, id: string, limit: number): Promise<DeviceNews[]> {
    return tx.query(
      `SELECT id, device_id AS "deviceId", type, payload, at FROM device_news WHERE id > $1 ORDER BY id LIMIT $2`,
      [id, limit],
    );
  }

  async sweep(tx: Tx): Promise<void> {
    await tx.execute(`DELETE FROM device_news WHERE at < now() - interval '${KEPT}'`);
  }
}
