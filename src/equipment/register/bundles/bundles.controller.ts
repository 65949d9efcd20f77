import { Body, Controller, Headers, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../platform/index.js';
import { requireVersion } from '../registry/required-version.js';
import { BundleChange, BundleCreate, BundlePage, BundleQuery, BundleView } from './bundle.schemas.js';
import { BundlesService } from './bundles.service.js';

type View = z.input<typeof BundleView>;

const ITEM_ERRORS = ['DEVICE_NOT_FOUND', 'DEVICE_IS_PART', 'BUNDLE_DEVICE_OF_ANOTHER_UNIT', 'DEVICE_KIND_UNKNOWN'];

@Controller('api/v1/bundles')
export class BundlesController {
  constructor(private readonly bundles: BundlesService) {}

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Put together what is usually taken along: devices, or so many of a kind',
    response: BundleView,
    errors: [...ITEM_ERRORS, 'BUNDLE_EXISTS'],
  })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: BundleCreate }) body: z.output<typeof BundleCreate>,
  ): Promise<View> {
    return this.bundles.create(actor, body);
  }

  @Endpoint({ method: 'GET', permission: 'device.list', summary: 'Bundles, newest first', response: BundlePage })
  list(@Query({ schema: BundleQuery }) query: z.output<typeof BundleQuery>): Promise<Page<View>> {
    return this.bundles.list(query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'device.list',
    summary: 'One bundle',
    response: BundleView,
    errors: ['BUNDLE_NOT_FOUND'],
  })
  get(@Param('id', { schema: Id }) id: string): Promise<View> {
    return this.bundles.get(id);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'device.manage',
    summary: 'Change a bundle; items are replaced as a whole',
    response: BundleView,
    errors: [...ITEM_ERRORS, 'BUNDLE_NOT_FOUND', 'BUNDLE_CHANGED', 'BUNDLE_EXISTS', 'VERSION_REQUIRED'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BundleChange }) { version, ...changes }: z.output<typeof BundleChange>,
    @Headers('if-match') ifMatch?: string,
  ): Promise<View> {
    return this.bundles.change(actor, id, requireVersion(version, ifMatch), changes);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id',
    status: 204,
    permission: 'device.manage',
    summary: 'Withdraw a bundle; bookings made of it stay',
    errors: ['BUNDLE_NOT_FOUND'],
  })
  withdraw(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.bundles.withdraw(actor, id);
  }
}
