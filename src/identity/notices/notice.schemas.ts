import { z } from 'zod';
import { fillIn, Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { noticeText } from './notice-catalogue.js';
import type { Notice } from './notice.entity.js';

export const NoticeView = z
  .object({
    id: Id,
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    subject: z.object({ kind: z.string(), id: z.string() }).describe('What to open'),
    createdAt: InstantView,
    readAt: InstantView.nullable(),
  })
  .meta({ id: 'Notice' });

export const NoticePage = pageOf(NoticeView).meta({ id: 'NoticePage' });

export const NoticeQuery = PageQuery.extend({ unread: z.stringbool().default(false) });

export const NoticesRead = z.strictObject({ ids: z.array(Id).min(1).max(500) }).meta({ id: 'NoticesRead' });

export const NoticesMarked = z.object({ marked: z.int() }).meta({ id: 'NoticesMarked' });

export function toNoticeView(notice: Notice): z.input<typeof NoticeView> {
  const { id, code, params, subjectKind, subjectId, createdAt, readAt } = notice;
  const { zh, en } = noticeText(code);
  return {
    id,
    code,
    zh: fillIn(zh, params),
    en: fillIn(en, params),
    params: { ...params },
    subject: { kind: subjectKind, id: subjectId },
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}
