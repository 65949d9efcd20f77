import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function barcodesProbes({ county, cast }: Scene): Probes {
  const on = { unitIds: [cast.unitOf('own county')] };
  const { drone, wornBarcode } = county;
  const manage = (): readonly Demand[] => [{ permission: 'device.manage', on }];
  return {
    'GET /api/v1/devices/by-code/:code': [
      {
        glimpse: `/devices/by-code/${drone.assetCode}`,
        of: drone.id,
        demands: () => [{ permission: 'device.readParty', on }],
      },
    ],
    'GET /api/v1/devices/:id/barcodes': [{ path: () => `/devices/${drone.id}/barcodes`, reached: 200 }],
    'POST /api/v1/devices/:id/barcodes': [
      {
        path: () => `/devices/${drone.id}/barcodes`,
        body: () => ({ value: wornBarcode }),
        reached: 'BARCODE_TAKEN',
        demands: manage,
      },
    ],
    'DELETE /api/v1/devices/:id/barcodes/:barcodeId': [
      { path: () => `/devices/${drone.id}/barcodes/${drone.id}`, reached: 'BARCODE_NOT_FOUND', demands: manage },
    ],
  };
}
