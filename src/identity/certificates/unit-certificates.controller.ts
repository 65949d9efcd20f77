import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import {
  UnitCertificateCreate,
  UnitCertificatePage,
  UnitCertificateQuery,
  UnitCertificateView,
  UnitCertificateWithdraw,
} from './unit-certificate.schemas.js';
import { UnitCertificates } from './unit-certificates.service.js';

@Controller('api/v1/unit-certificates')
export class UnitCertificatesController {
  constructor(private readonly certificates: UnitCertificates) {}

  @Endpoint({
    method: 'GET',
    permission: 'unitCertificate.read',
    summary: 'Operating certificates of units (Order 761 art. 11)',
    response: UnitCertificatePage,
  })
  list(
    @Query({ schema: UnitCertificateQuery }) query: z.output<typeof UnitCertificateQuery>,
  ): Promise<Page<z.input<typeof UnitCertificateView>>> {
    return this.certificates.list(query);
  }

  @Endpoint({
    method: 'POST',
    permission: 'unitCertificate.manage',
    summary: 'Record the operating certificate of a unit',
    response: UnitCertificateView,
    errors: ['UNIT_CERTIFICATE_EXISTS'],
  })
  record(
    @CurrentActor() actor: Actor,
    @Body({ schema: UnitCertificateCreate }) body: z.output<typeof UnitCertificateCreate>,
  ): Promise<z.input<typeof UnitCertificateView>> {
    return this.certificates.record(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/withdraw',
    status: 200,
    permission: 'unitCertificate.manage',
    summary: 'An operating certificate no longer counts',
    response: UnitCertificateView,
    errors: ['UNIT_CERTIFICATE_WITHDRAWN'],
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: UnitCertificateWithdraw }) { reason }: z.output<typeof UnitCertificateWithdraw>,
  ): Promise<z.input<typeof UnitCertificateView>> {
    return this.certificates.withdraw(actor, id, reason);
  }
}
