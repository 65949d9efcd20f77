import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page, PageQuery } from '../../../platform/index.js';
import { DeviceDetail } from '../pool/device.schemas.js';
import { BarcodeClaim, BarcodePage, BarcodeView, Scan } from './barcode.schemas.js';
import { BarcodesService } from './barcodes.service.js';
import { ScannedDevices } from './scanned-devices.service.js';

type View = z.input<typeof BarcodeView>;

@Controller('api/v1/devices')
export class BarcodesController {
  constructor(
    private readonly barcodes: BarcodesService,
    private readonly scanned: ScannedDevices,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'by-code/:code',
    permission: 'device.list',
    summary: 'The device that was scanned: by asset code, serial or claimed barcode, in this order',
    response: DeviceDetail,
    errors: ['DEVICE_NOT_FOUND', 'LABEL_UNCLAIMED'],
  })
  byCode(
    @CurrentActor() actor: Actor,
    @Param('code', { schema: Scan }) code: z.output<typeof Scan>,
  ): Promise<z.input<typeof DeviceDetail>> {
    return this.scanned.get(actor, code);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/barcodes',
    permission: 'device.manage',
    summary: 'Claim a barcode that the device wears already, or a label that was printed ahead',
    response: BarcodeView,
    errors: ['DEVICE_NOT_FOUND', 'BARCODE_TAKEN', 'LABEL_NOT_PRINTED', 'LABEL_OF_OTHER_UNIT'],
  })
  claim(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: BarcodeClaim }) body: z.output<typeof BarcodeClaim>,
  ): Promise<View> {
    return this.barcodes.claim(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/barcodes',
    permission: 'device.list',
    summary: 'Barcodes of a device, newest first, also those released',
    response: BarcodePage,
  })
  history(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) query: z.output<typeof PageQuery>,
  ): Promise<Page<View>> {
    return this.barcodes.history(id, query);
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id/barcodes/:barcodeId',
    status: 204,
    permission: 'device.manage',
    summary: 'Release a barcode, so that another device may claim it; it stays in the history',
    errors: ['DEVICE_NOT_FOUND', 'BARCODE_NOT_FOUND'],
  })
  release(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Param('barcodeId', { schema: Id }) barcodeId: string,
  ): Promise<void> {
    return this.barcodes.release(actor, id, barcodeId);
  }
}
