import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import { Notice } from './notice.entity.js';

export interface NoticeFilter {
  readonly userId: string;
  readonly unread: boolean;
  readonly before?: string;
  readonly limit: number;
}

/** The only SQL on notices. */
@Injectable()
export class NoticeRepository {
  /** One row for each recipient who was not told of this occasion before. */
  async add(tx: Tx, userIds: readonly string[], notice: Omit<Notice, 'id' | 'userId' | 'readAt'>): Promise<void> {
    const { code, params, subjectKind, subjectId, occasion, createdAt } = notice;
    await tx.execute(
      `INSERT INTO notice (id, user_id, code, params, subject_kind, subject_id, occasion, created_at)
       SELECT recipient.id, recipient.user_id, $3, $4, $5, $6, $7, $8
       FROM unnest($1::uuid[], $2::uuid[]) AS recipient (id, user_id)
       ON CONFLICT (user_id, code, occasion) DO NOTHING`,
      [userIds.map(() => newId()), userIds, code, params, subjectKind, subjectId, occasion, createdAt],
    );
  }

  /** Newest first. */
  async list(tx: Tx, { userId, unread, before, limit }: NoticeFilter): Promise<Notice[]> {
    const query = tx.repository(Notice).createQueryBuilder('n').where('n.userId = :userId', { userId });
    if (unread) query.andWhere('n.readAt IS NULL');
    if (before) query.andWhere('n.id < :before', { before });
    return query.orderBy('n.id', 'DESC').limit(limit).getMany();
  }

  /** Marks the person's own; others' ids touch nothing. */
  async markRead(tx: Tx, userId: string, ids: readonly string[], at: Date): Promise<number> {
    return tx.execute(`UPDATE notice SET read_at = $3 WHERE user_id = $1 AND id = ANY($2) AND read_at IS NULL`, [
      userId,
      ids,
      at,
    ]);
  }
}
