import { DRONE_KIND } from '../furniture/registry.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

/** A version that nothing has. */
const NO_VERSION = 1_000_000;

export function registryProbes(scene: Scene): Probes {
  return { ...bundleProbes(scene), ...documentProbes(scene), ...partProbes(scene), ...registerProbes(scene) };
}

/** Whoever keeps the register of all these units. */
function keeping(...unitIds: readonly string[]): () => readonly Demand[] {
  return () => unitIds.map((unitId) => ({ permission: 'device.manage', on: { unitIds: [unitId] } }));
}

function bundleProbes({ county, cast }: Scene): Probes {
  const own = cast.unitOf('own county');
  const { bundleId, bundle, bundles } = county.registry;
  const demands = keeping(own);

  return {
    'GET /api/v1/bundles': [{ list: `/bundles?unit=${own}&limit=200`, shows: bundleId }],
    'POST /api/v1/bundles': [{ path: () => '/bundles', body: () => bundle, reached: 'BUNDLE_EXISTS', demands }],
    'GET /api/v1/bundles/:id': [{ path: () => `/bundles/${bundleId}`, reached: 200 }],
    'PATCH /api/v1/bundles/:id': [
      {
        path: () => `/bundles/${bundleId}`,
        body: () => ({ description: 'probe', version: NO_VERSION }),
        reached: 'BUNDLE_CHANGED',
        demands,
      },
    ],
    'DELETE /api/v1/bundles/:id': [
      { path: (person) => `/bundles/${bundles.get(person) ?? bundleId}`, reached: 204, demands },
    ],
  };
}

function documentProbes({ county, cast }: Scene): Probes {
  const [holder, owner] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { caseId, lent, registry } = county;
  const { wholeId, photo, takenOffId, lentPhotoId, lentInsuranceId, lentInvoiceId } = registry;
  const lentDocuments = `/devices/${lent.id}/documents`;

  return {
    'GET /api/v1/devices/:id/documents': [
      { list: `/devices/${wholeId}/documents`, shows: photo.id },
      { variant: 'a photo of what is lent', list: lentDocuments, shows: lentPhotoId },
      {
        variant: 'the insurance of what is lent: for the holder too',
        list: lentDocuments,
        shows: lentInsuranceId,
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [holder, owner], caseId } }],
      },
      {
        variant: 'the invoice of what is lent: for the owner alone',
        list: lentDocuments,
        shows: lentInvoiceId,
        demands: () => [{ permission: 'device.readParty', on: { unitIds: [owner] } }],
      },
    ],
    'POST /api/v1/devices/:id/documents': [
      {
        path: () => `/devices/${wholeId}/documents`,
        body: () => ({ fileId: photo.fileId, kind: 'photo' }),
        reached: 'DOCUMENT_ATTACHED',
        demands: keeping(holder),
      },
    ],
    'DELETE /api/v1/devices/:id/documents/:documentId': [
      {
        path: () => `/devices/${wholeId}/documents/${takenOffId}`,
        reached: 'DOCUMENT_NOT_FOUND',
        demands: keeping(holder),
      },
    ],
  };
}

function partProbes({ county, cast }: Scene): Probes {
  const [own, other] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { wholeId, spareId, batteryId, counterId } = county.registry;
  const foreignId = county.returned.id;

  return {
    'POST /api/v1/devices/:id/parts': [
      {
        path: () => `/devices/${spareId}/parts`,
        body: () => ({ partId: batteryId }),
        reached: 'PART_ALREADY_ATTACHED',
        demands: keeping(own),
      },
      {
        variant: 'of another unit',
        path: () => `/devices/${spareId}/parts`,
        body: () => ({ partId: foreignId }),
        reached: 'PART_OF_ANOTHER_UNIT',
        demands: keeping(own, other),
      },
    ],
    'DELETE /api/v1/devices/:id/parts/:partId': [
      {
        path: () => `/devices/${spareId}/parts/${batteryId}`,
        reached: 'PART_NOT_ATTACHED',
        demands: keeping(own),
      },
      {
        variant: 'of another unit',
        path: () => `/devices/${wholeId}/parts/${foreignId}`,
        reached: 'PART_NOT_ATTACHED',
        demands: keeping(own, other),
      },
    ],
    'GET /api/v1/devices/:id/counters': [{ list: `/devices/${batteryId}/counters`, shows: counterId }],
    'POST /api/v1/devices/:id/counters': [
      {
        path: () => `/devices/${batteryId}/counters`,
        body: () => ({ cycleCount: 0 }),
        reached: 'COUNTER_RUNS_BACK',
        demands: keeping(own),
      },
    ],
  };
}

function registerProbes({ county, cast }: Scene): Probes {
  const [own, other] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { drone, lent, registry } = county;
  const { spareId, spare } = registry;
  /** Kinds are the whole province's. */
  const ofKinds = (): readonly Demand[] => [
    { permission: 'deviceKind.manage', on: { unitIds: [cast.unitOf('province')] } },
  ];
  const kind = { code: DRONE_KIND, category: 'uav', nameZh: '探针', nameEn: 'Probe', model: 'probe', linkKind: 'none' };
  const sameState = { state: 'in_service', reason: 'probe' };

  return {
    'GET /api/v1/device-kinds/:code': [{ path: () => `/device-kinds/${DRONE_KIND}`, reached: 200 }],
    'POST /api/v1/device-kinds': [
      { path: () => '/device-kinds', body: () => kind, reached: 'DEVICE_KIND_EXISTS', demands: ofKinds },
    ],
    'PATCH /api/v1/device-kinds/:code': [
      {
        path: () => `/device-kinds/${DRONE_KIND}`,
        body: () => ({ nameEn: 'Probe', version: NO_VERSION }),
        reached: 'DEVICE_KIND_CHANGED',
        demands: ofKinds,
      },
    ],
    'POST /api/v1/devices': [
      {
        path: () => '/devices',
        body: () => ({ ...spare, unitId: own }),
        reached: 'DEVICE_EXISTS',
        demands: keeping(own),
      },
    ],
    'PATCH /api/v1/devices/:id': [
      {
        path: () => `/devices/${spareId}`,
        body: () => ({ firmware: 'probe', version: NO_VERSION }),
        reached: 'DEVICE_CHANGED',
        demands: keeping(own),
      },
      {
        variant: 'into the hands of another unit',
        path: () => `/devices/${spareId}`,
        body: () => ({ unitId: other, assetCode: drone.assetCode, version: 1 }),
        reached: 'DEVICE_EXISTS',
        demands: keeping(own, other),
      },
    ],
    'POST /api/v1/devices/:id/kind': [
      {
        path: () => `/devices/${spareId}/kind`,
        body: () => ({ kindCode: DRONE_KIND, reason: 'probe', version: NO_VERSION }),
        reached: 'DEVICE_CHANGED',
        demands: keeping(own),
      },
    ],
    'POST /api/v1/devices/:id/state': [
      {
        path: () => `/devices/${spareId}/state`,
        body: () => sameState,
        reached: 'DEVICE_STATE_REFUSED',
        demands: keeping(own),
      },
      {
        variant: 'of what is lent: by its owner',
        path: () => `/devices/${lent.id}/state`,
        body: () => sameState,
        reached: 'DEVICE_STATE_REFUSED',
        demands: keeping(other),
      },
    ],
  };
}
