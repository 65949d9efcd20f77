import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../../platform/index.js';
import {
  InstitutionChange,
  InstitutionCreate,
  InstitutionPage,
  InstitutionQuery,
  InstitutionView,
} from './register.schemas.js';
import { Register } from './register.service.js';

@Controller('api/v1/institutions')
export class InstitutionsController {
  constructor(private readonly register: Register) {}

  @Endpoint({
    method: 'GET',
    permission: 'expert.read',
    summary: 'Institutions whom every unit may ask, newest first',
    response: InstitutionPage,
  })
  async list(
    @Query({ schema: InstitutionQuery }) query: z.output<typeof InstitutionQuery>,
  ): Promise<z.input<typeof InstitutionPage>> {
    const { items, nextCursor } = await this.register.institutions(query);
    return { items: [...items], nextCursor };
  }

  @Endpoint({
    method: 'POST',
    permission: 'expert.manage',
    summary: 'Enter an institution for one’s own unit; all units see the entry',
    response: InstitutionView,
    errors: ['INSTITUTION_EXISTS'],
  })
  enter(@CurrentActor() actor: Actor, @Body({ schema: InstitutionCreate }) body: z.output<typeof InstitutionCreate>) {
    return this.register.enterInstitution(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'expert.read',
    summary: 'One institution',
    response: InstitutionView,
    errors: ['NOT_FOUND'],
  })
  get(@Param('id', { schema: Id }) id: string) {
    return this.register.institution(id);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'expert.manage',
    summary: 'Change what is said of an institution; by the unit that entered it',
    response: InstitutionView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'INSTITUTION_EXISTS'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: InstitutionChange }) body: z.output<typeof InstitutionChange>,
  ) {
    return this.register.changeInstitution(actor, id, body);
  }
}
