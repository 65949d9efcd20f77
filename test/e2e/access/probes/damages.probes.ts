import { damageOf, RULING } from '../furniture/damages.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

export function damagesProbes({ county, cast }: Scene): Probes {
  const [holder, owner] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const { lent, damageId, noticeId } = county;
  const both = { unitIds: [holder, owner] };
  const read: Demand = { permission: 'damage.read', on: both };
  /** The holder sees the damage, and that deciding on it is its owner’s. */
  const decide: Demand = { permission: 'damage.decide', on: { unitIds: [owner] }, sees: 'device.list' };
  const ruling = (verb: string, body: unknown) => ({
    path: () => `/damages/${damageId}/${verb}`,
    body: () => body,
    reached: 'DAMAGE_STATE',
    demands: () => [read, decide],
  });

  return {
    'GET /api/v1/damages': [{ list: `/damages?deviceId=${lent.id}`, shows: damageId, demands: () => [read] }],
    'POST /api/v1/damages': [
      {
        path: () => '/damages',
        body: () => ({ ...damageOf(lent.id), photoIds: [noticeId] }),
        reached: 'FILE_UNKNOWN',
        demands: () => [{ permission: 'damage.report', on: both }],
      },
    ],
    'GET /api/v1/damages/:id': [{ path: () => `/damages/${damageId}`, reached: 200, demands: () => [read] }],
    'POST /api/v1/damages/:id/assess': [ruling('assess', { note: '轻微' })],
    'POST /api/v1/damages/:id/decide': [ruling('decide', RULING)],
    'POST /api/v1/damages/:id/close': [ruling('close', {})],
  };
}
