import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { Absences } from './absences.service.js';
import {
  AbsenceCreate,
  AbsencePage,
  AbsenceQuery,
  AbsenceView,
  QualificationCreate,
  QualificationPage,
  QualificationQuery,
  QualificationView,
  QualificationWithdraw,
} from './qualification.schemas.js';
import { Qualifications } from './qualifications.service.js';

@Controller('api/v1')
export class QualificationsController {
  constructor(
    private readonly qualifications: Qualifications,
    private readonly absences: Absences,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'qualifications',
    permission: 'qualification.read',
    summary: 'Licences and trainings of oneself and of people of the unit and below',
    response: QualificationPage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: QualificationQuery }) query: z.output<typeof QualificationQuery>,
  ): Promise<Page<z.input<typeof QualificationView>>> {
    return this.qualifications.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'qualifications',
    permission: 'qualification.manage',
    summary: 'Record a licence or training of a person',
    response: QualificationView,
    errors: ['QUALIFICATION_EXISTS'],
  })
  record(
    @CurrentActor() actor: Actor,
    @Body({ schema: QualificationCreate }) body: z.output<typeof QualificationCreate>,
  ): Promise<z.input<typeof QualificationView>> {
    return this.qualifications.record(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'qualifications/:id/withdraw',
    status: 200,
    permission: 'qualification.manage',
    summary: 'A licence or training no longer counts',
    response: QualificationView,
    errors: ['QUALIFICATION_WITHDRAWN'],
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: QualificationWithdraw }) { reason }: z.output<typeof QualificationWithdraw>,
  ): Promise<z.input<typeof QualificationView>> {
    return this.qualifications.withdraw(actor, id, reason);
  }

  @Endpoint({
    method: 'GET',
    path: 'absences',
    permission: 'absence.read',
    summary: 'Who is away, of oneself and the people of the unit and below',
    response: AbsencePage,
  })
  listAbsences(
    @CurrentActor() actor: Actor,
    @Query({ schema: AbsenceQuery }) query: z.output<typeof AbsenceQuery>,
  ): Promise<Page<z.input<typeof AbsenceView>>> {
    return this.absences.list(actor, query);
  }

  @Endpoint({
    method: 'POST',
    path: 'absences',
    permission: 'absence.manage',
    summary: 'Somebody will be away: oneself, or a person of the unit or below',
    response: AbsenceView,
  })
  recordAbsence(
    @CurrentActor() actor: Actor,
    @Body({ schema: AbsenceCreate }) body: z.output<typeof AbsenceCreate>,
  ): Promise<z.input<typeof AbsenceView>> {
    return this.absences.record(actor, body);
  }

  @Endpoint({
    method: 'DELETE',
    path: 'absences/:id',
    status: 204,
    permission: 'absence.manage',
    summary: 'Somebody will be there after all',
  })
  removeAbsence(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.absences.remove(actor, id);
  }
}
