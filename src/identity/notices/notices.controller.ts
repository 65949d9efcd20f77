import { Body, Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, type Page } from '../../platform/index.js';
import { NoticePage, NoticeQuery, NoticesMarked, NoticesRead, type NoticeView } from './notice.schemas.js';
import { Notices } from './notices.service.js';

@Controller('api/v1/me/notices')
export class NoticesController {
  constructor(private readonly notices: Notices) {}

  @Endpoint({
    method: 'GET',
    permission: 'notice.read',
    summary: 'What one was told, newest first',
    response: NoticePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: NoticeQuery }) query: z.output<typeof NoticeQuery>,
  ): Promise<Page<z.input<typeof NoticeView>>> {
    return this.notices.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'read',
    status: 200,
    permission: 'notice.read',
    summary: 'Mark notices as read',
    response: NoticesMarked,
  })
  markRead(
    @CurrentActor() actor: Actor,
    @Body({ schema: NoticesRead }) { ids }: z.output<typeof NoticesRead>,
  ): Promise<z.input<typeof NoticesMarked>> {
    return this.notices.markRead(actor, ids);
  }
}
