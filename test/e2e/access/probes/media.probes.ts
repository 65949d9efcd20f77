import { manifestOf, sealOf, SIGNATURE } from '../furniture/media.js';
import type { Probes, Scene } from '../probe.js';
import type { Belonging, Demand } from '../verdict.js';

export function mediaProbes({ county, cast }: Scene): Probes {
  const [holder, owner] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { caseId, lent, fileId, targetUser } = county;
  const { sealed, given } = county.cards;
  const ofGiven: Belonging = { unitIds: [holder], userIds: [given.holderId], caseId };
  const read = (): readonly Demand[] => [{ permission: 'media.read', on: ofGiven }];
  const use: Demand = { permission: 'media.use', on: ofGiven };
  const useSealed: Demand = { permission: 'media.use', on: { unitIds: [holder], userIds: [sealed.holderId] } };
  const reading = (what = '') => ({ path: () => `/media-cards/${given.id}${what}`, reached: 200, demands: read });
  /** A change of the card that was given away which its state forbids. */
  const change = (verb: string, body: unknown, reached: string, demands = [use]) => ({
    path: () => `/media-cards/${given.id}/${verb}`,
    body: () => body,
    reached,
    demands: () => demands,
  });
  const handOver = { toUserId: targetUser.id, caseId, signature: SIGNATURE };

  return {
    'GET /api/v1/media-cards': [{ list: `/media-cards?q=${given.code}`, shows: given.id, demands: read }],
    'POST /api/v1/media-cards': [
      {
        path: () => '/media-cards',
        body: () => ({ code: given.code }),
        reached: 'CARD_CODE_TAKEN',
        demands: ({ unitId }) => [{ permission: 'media.use', on: { unitIds: [unitId] } }],
      },
    ],
    'GET /api/v1/media-cards/:id': [reading()],
    'GET /api/v1/media-cards/:id/chain': [reading('/chain')],
    'GET /api/v1/media-cards/:id/files': [reading('/files')],
    'POST /api/v1/media-cards/:id/insert': [
      change('insert', { deviceId: lent.id }, 'CARD_STATE', [
        { permission: 'device.readParty', on: { unitIds: [holder, owner], caseId }, sees: 'device.list' },
        use,
      ]),
    ],
    'POST /api/v1/media-cards/:id/remove': [change('remove', undefined, 'CARD_NOT_INSERTED')],
    'POST /api/v1/media-cards/:id/manifest': [change('manifest', manifestOf(2), 'MANIFEST_CONTRADICTS')],
    'POST /api/v1/media-cards/:id/clear': [change('clear', { fileCount: 2 }, 'CARD_COUNT_DIFFERS')],
    'POST /api/v1/media-cards/:id/seal': [change('seal', sealOf('S-PROBE', fileId, fileId), 'CARD_STATE')],
    'POST /api/v1/media-cards/:id/hand-over': [
      change('hand-over', handOver, 'CARD_STATE'),
      {
        variant: 'of a sealed one, for the case',
        path: () => `/media-cards/${sealed.id}/hand-over`,
        body: () => handOver,
        reached: 'CARD_RECEIVER_UNFIT',
        demands: () => [useSealed, { permission: 'case.read', on: { unitIds: [holder], caseId } }],
      },
    ],
  };
}
