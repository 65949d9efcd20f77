import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UnitTree } from '../../identity/index.js';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { SessionReader } from '../sessions/session-reader.js';
import { type Meeting, RequestRepository, type SessionRequest } from './request.repository.js';
import type { RequestList } from './request.schemas.js';

type View = z.input<typeof RequestList>;

/** What a session asked for, and what it got. */
@Injectable()
export class RequestReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly requests: RequestRepository,
    private readonly units: UnitTree,
  ) {}

  /** The newest first. @throws NOT_FOUND */
  async list(actor: Actor, sessionId: string): Promise<View> {
    return this.unitOfWork.read(async (tx) => {
      await this.sessions.requireVisible(tx, actor, sessionId);
      const requests = await this.requests.ofSession(tx, sessionId);
      const meetings = await this.requests.meetings(tx, sessionId);
      const meetingsOf = ({ requestId }: SessionRequest) => meetings.filter((one) => one.requestId === requestId);
      return { items: requests.map((request) => this.view(request, meetingsOf(request))), nextCursor: null };
    });
  }

  private view({ during, ...request }: SessionRequest, meetings: readonly Meeting[]): View['items'][number] {
    return {
      ...request,
      during: during && { from: during.from.toISOString(), to: during.to.toISOString() },
      unitName: this.units.find(request.unitId)?.name ?? '',
      meetings: meetings.map(({ seq, quantity, bookingId, deviceIds, expertIds, userIds, remark, metBy }) => ({
        seq,
        quantity,
        bookingId,
        deviceIds: [...deviceIds],
        expertIds: [...expertIds],
        userIds: [...userIds],
        remark,
        metBy,
      })),
    };
  }
}
