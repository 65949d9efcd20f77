import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { MediaReading } from './media-reading.entity.js';

/** The only SQL on readings. */
@Injectable()
export class MediaReadingRepository {
  /** The same bytes say the same again. */
  async note(tx: Tx, { sha256, film, raster, readAt }: MediaReading): Promise<void> {
    await tx.execute(
      `INSERT INTO media_reading (sha256, film, raster, read_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (sha256) DO UPDATE SET film = excluded.film, raster = excluded.raster, read_at = excluded.read_at`,
      [sha256, film, raster, readAt],
    );
  }

  async find(tx: Tx, sha256: string): Promise<MediaReading | null> {
    return tx.repository(MediaReading).findOneBy({ sha256 });
  }
}
