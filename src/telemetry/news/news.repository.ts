import { Injectable } from '@nestjs/common';
import { idsFrom, newId, type Tx } from '../../platform/index.js';

export type NewsType = 'presence' | 'alarm_began' | 'alarm_ended';

/** A fact about a device that those who see the device are told as it happens. */
export interface DeviceNews {
  readonly id: string;
  readonly deviceId: string;
  readonly type: NewsType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

const KEPT = '1 day';

/** News on their way to every instance that somebody looks at; what they tell is kept elsewhere. */
@Injectable()
export class NewsRepository {
  /** With an id of its own, the same news twice are one. */
  async add(tx: Tx, { id = newId(), deviceId, type, payload, at }: Omit<DeviceNews, 'id'> & { id?: string }) {
    await tx.execute(
      `INSERT INTO device_news (id, device_id, type, payload, at) VALUES ($1, $2, $3, $4::jsonb, $5) ON CONFLICT DO NOTHING`,
      [id, deviceId, type, JSON.stringify(payload), at],
    );
  }

  /** Oldest first. */
  async since(tx: Tx, at: Date, limit: number): Promise<DeviceNews[]> {
    return tx.query(
      `SELECT id, device_id AS "deviceId", type, payload, at FROM device_news WHERE id > $1 ORDER BY id LIMIT $2`,
      [idsFrom(at), limit],
    );
  }

  async sweep(tx: Tx): Promise<void> {
    await tx.execute(`DELETE FROM device_news WHERE at < now() - interval '${KEPT}'`);
  }
}
