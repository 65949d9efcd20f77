import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, type Tx } from '../../platform/index.js';
import { GuestRepository } from '../guests/guest.repository.js';
import { type Guest, guestStateOf } from '../guests/guest.rules.js';
import { SessionRecordRepository } from '../record/session-record.repository.js';
import { type SightRequest, SightRequestRepository } from '../show/sight-request.repository.js';
import type { SessionDetail } from './session.schemas.js';

type Detail = z.input<typeof SessionDetail>;
type Belongings = Pick<Detail, 'guests' | 'recordEvidenceId' | 'records' | 'sightRequests'>;

/** What a session has beside its people: guests, requests to show something, its records among the evidence. */
@Injectable()
export class SessionBelongings {
  constructor(
    private readonly guests: GuestRepository,
    private readonly records: SessionRecordRepository,
    private readonly sights: SightRequestRepository,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, sessionId: string): Promise<Belongings> {
    const guests = await this.guests.ofSession(tx, sessionId);
    const records = await this.records.ofSession(tx, sessionId);
    const sights = await this.sights.standing(tx, sessionId);
    const now = this.clock.now();
    return {
      guests: guests.map((guest) => guestView(guest, now)),
      recordEvidenceId: records[0]?.evidenceId ?? null,
      records: records.map(({ closedSeq, evidenceId, sha256, preservedAt }) => ({
        closedSeq,
        evidenceId,
        sha256,
        preservedAt: preservedAt.toISOString(),
      })),
      sightRequests: sights.map(sightView),
    };
  }
}

function sightView({ untilAt, askedAt, ...request }: SightRequest): Detail['sightRequests'][number] {
  return { ...request, untilAt: untilAt?.toISOString() ?? null, askedAt: askedAt.toISOString() };
}

function guestView(guest: Guest, now: Date): Detail['guests'][number] {
  return { ...guest, state: guestStateOf(guest, now), expiresAt: guest.expiresAt.toISOString() };
}
