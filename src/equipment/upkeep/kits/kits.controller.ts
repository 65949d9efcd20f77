import { Body, Controller, Headers, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, type Page } from '../../../platform/index.js';
import { KindCode } from '../../register/registry/register.schemas.js';
import { requireVersion } from '../../register/registry/required-version.js';
import { KitChange, KitCreate, KitPage, KitQuery, KitView } from './kit.schemas.js';
import { KitsService } from './kits.service.js';

type View = z.input<typeof KitView>;

@Controller('api/v1/kits')
export class KitsController {
  constructor(private readonly kits: KitsService) {}

  @Endpoint({
    method: 'GET',
    permission: 'lot.list',
    summary: 'Kits of consumables: open life, storage, what is in them and the fields of their lots',
    response: KitPage,
  })
  list(@Query({ schema: KitQuery }) query: z.output<typeof KitQuery>): Promise<Page<View>> {
    return this.kits.list(query);
  }

  @Endpoint({
    method: 'POST',
    permission: 'deviceKind.manage',
    summary: 'Add a kit, with the fields its lots have as JSON Schema',
    response: KitView,
    errors: ['KIT_EXISTS', 'DEVICE_KIND_UNKNOWN'],
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: KitCreate }) body: z.output<typeof KitCreate>): Promise<View> {
    return this.kits.create(actor, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':code',
    permission: 'lot.list',
    summary: 'One kit',
    response: KitView,
    errors: ['KIT_NOT_FOUND'],
  })
  get(@Param('code', { schema: KindCode }) code: string): Promise<View> {
    return this.kits.get(code);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':code',
    permission: 'deviceKind.manage',
    summary: 'Change a kit; fields that its lots on the shelf do not fit are refused',
    response: KitView,
    errors: [
      'KIT_NOT_FOUND',
      'KIT_CHANGED',
      'KIT_SCHEMA_VIOLATED',
      'DEVICE_KIND_UNKNOWN',
      'VERSION_REQUIRED',
      'VERSION_UNCLEAR',
    ],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('code', { schema: KindCode }) code: string,
    @Body({ schema: KitChange }) { version, ...changes }: z.output<typeof KitChange>,
    @Headers('if-match') ifMatch?: string,
  ): Promise<View> {
    return this.kits.change(actor, code, requireVersion(version, ifMatch), changes);
  }
}
