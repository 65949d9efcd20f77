import { Body, Controller, Param, Query, Req } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type AuthenticatedRequest, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import { RegisterImport } from './register-import.service.js';
import {
  ExpertChange,
  ExpertCreate,
  ExpertPage,
  ExpertQuery,
  ExpertView,
  REGISTER_IMPORT_ERRORS,
  RegisterImportAnswer,
  RegisterImportForm,
} from './register.schemas.js';
import { Register } from './register.service.js';

@Controller('api/v1/experts')
export class ExpertsController {
  constructor(
    private readonly register: Register,
    private readonly intake: RegisterImport,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'expert.read',
    summary: 'Experts whom every unit may ask, newest first',
    response: ExpertPage,
  })
  async list(@Query({ schema: ExpertQuery }) query: z.output<typeof ExpertQuery>): Promise<z.input<typeof ExpertPage>> {
    const { items, nextCursor } = await this.register.experts(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'POST',
    permission: 'expert.manage',
    summary: 'Enter an expert for one’s own unit; all units see the entry',
    response: ExpertView,
    errors: ['EXPERT_EXISTS', 'INSTITUTION_UNKNOWN'],
  })
  enter(@CurrentActor() actor: Actor, @Body({ schema: ExpertCreate }) body: z.output<typeof ExpertCreate>) {
    return this.register.enterExpert(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'expert.read',
    summary: 'One expert',
    response: ExpertView,
    errors: ['NOT_FOUND'],
  })
  get(@Param('id', { schema: Id }) id: string) {
    return this.register.expert(id);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'expert.manage',
    summary: 'Change what is said of an expert; by the unit that entered them',
    response: ExpertView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'EXPERT_EXISTS', 'INSTITUTION_UNKNOWN'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ExpertChange }) body: z.output<typeof ExpertChange>,
  ) {
    return this.register.changeExpert(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'import',
    status: 200,
    permission: 'expert.manage',
    summary: 'Take experts and institutions of the own unit over from a file (CSV or XLSX): all of it or nothing',
    consumes: { mediaType: 'multipart/form-data', schema: RegisterImportForm },
    response: RegisterImportAnswer,
    idempotent: false,
    errors: REGISTER_IMPORT_ERRORS,
  })
  import(
    @CurrentActor() actor: Actor,
    @Req() request: AuthenticatedRequest,
  ): Promise<z.input<typeof RegisterImportAnswer>> {
    return this.intake.receive(actor, request);
  }
}
