import { ledgerForm } from '../../../factories/ledger.js';
import { sampleEntry } from '../../../factories/samples.js';
import { LABORATORY } from '../furniture/samples.js';
import type { Probes, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';

const PAST = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
const TODAY = '2026-01-01';

export function samplesProbes({ county, cast }: Scene): Probes {
  const { sampleId, usedUp, limitId, cardId } = county.samples;
  const { caseId, rapidTestId, endedConfirmation } = county;
  const on = { unitIds: [cast.unitOf('own county')], caseId };
  const one = (permission: Demand['permission']) => (): readonly Demand[] => [{ permission, on }];
  const held = { ...on, userIds: [cast.of('own county', 'tester').id] };
  const first = (): readonly Demand[] => [{ permission: 'limit.manage', on: { unitIds: [cast.unitOf('province')] } }];
  const run = `/rapid-tests/${rapidTestId}`;
  const retained = [{ part: 'retained', container: 'probe', sealNumber: 'probe' }];
  const start = { zh: 'probe', en: 'probe', starts: true };

  return {
    'GET /api/v1/limits': [{ list: '/limits?limit=1', shows: limitId }],
    'GET /api/v1/limits/file': [{ path: () => '/limits/file?kind=residue', reached: 200 }],
    'GET /api/v1/limits/:id': [{ path: () => `/limits/${limitId}`, reached: 200 }],
    'GET /api/v1/limits/applicable': [{ path: () => '/limits/applicable?item=COD&class=III', reached: 200 }],
    'POST /api/v1/limits/water-class': [
      {
        path: () => '/limits/water-class',
        body: () => ({ values: [{ item: 'COD', value: 1, unit: 'mg/L' }] }),
        reached: 200,
      },
    ],
    'POST /api/v1/limits/import': [
      {
        path: () => '/limits/import',
        body: () => ledgerForm('a', {}),
        reached: 'LIMIT_METADATA_INVALID',
        demands: first,
      },
    ],
    'GET /api/v1/holding-times': [{ path: () => '/holding-times', reached: 200 }],
    'POST /api/v1/holding-times': [
      {
        path: () => '/holding-times',
        body: () => ({
          medium: 'air',
          item: 'COD',
          preservation: ['none'],
          hours: 1,
          source: 'probe',
          confirmedBy: 'two_copies',
        }),
        reached: 'HOLDING_TIME_CONFIRMER',
        demands: first,
      },
    ],
    'GET /api/v1/holding-times/file': [{ path: () => '/holding-times/file', reached: 200 }],
    'POST /api/v1/holding-times/import': [
      {
        path: () => '/holding-times/import',
        body: () => ledgerForm('a', {}),
        reached: 'LIMIT_METADATA_INVALID',
        demands: first,
      },
    ],
    'GET /api/v1/method-cards': [{ list: '/method-cards?limit=1', shows: cardId }],
    'GET /api/v1/method-cards/:id': [{ path: () => `/method-cards/${cardId}`, reached: 200 }],
    'POST /api/v1/method-cards': [
      {
        path: () => '/method-cards',
        body: () => ({
          code: 'probe',
          nameZh: 'probe',
          nameEn: 'probe',
          kitCode: 'cod-vials',
          items: ['COD'],
          principle: 'other',
          steps: [start, start],
          source: 'probe',
        }),
        reached: 'METHOD_CARD_STARTS_TWICE',
        demands: first,
      },
    ],
    'POST /api/v1/method-cards/:id/bookings': [
      {
        path: () => `/method-cards/${cardId}/bookings`,
        body: () => ({ during: PAST, purpose: 'probe', tests: 1, caseId }),
        reached: 'PERIOD_IN_PAST',
        demands: ({ unitId }) => [
          { permission: 'booking.create', on: { unitIds: [unitId] } },
          { permission: 'case.read', on },
        ],
      },
    ],
    'GET /api/v1/samples': [
      { list: `/samples?caseId=${caseId}`, shows: sampleId, demands: () => [{ permission: 'sample.read', on: held }] },
    ],
    'GET /api/v1/samples/:id': [
      { path: () => `/samples/${sampleId}`, reached: 200, demands: () => [{ permission: 'sample.read', on: held }] },
    ],
    'POST /api/v1/samples': [
      {
        path: () => '/samples',
        body: () => sampleEntry({ caseId, portions: retained }),
        reached: 'SAMPLE_WITHOUT_TEST_PORTION',
        demands: ({ unitId }) => [
          { permission: 'sample.take', on: { unitIds: [unitId] } },
          { permission: 'sample.take', on },
        ],
      },
    ],
    'POST /api/v1/samples/:id/portions/:portionId/hand-overs': [
      {
        path: () => usedUp,
        body: () => ({ purpose: 'return', to: { name: 'probe' } }),
        reached: 'SAMPLE_CHAIN_ENDED',
        demands: () => [{ permission: 'sample.handOver', on: held }],
      },
    ],
    'GET /api/v1/samples/:id/water-class': [
      {
        path: () => `/samples/${sampleId}/water-class`,
        reached: 200,
        demands: () => [{ permission: 'sample.read', on: held }],
      },
    ],
    'GET /api/v1/rapid-tests/:id/result': [
      { path: () => `${run}/result`, reached: 200, demands: one('rapidTest.read') },
    ],
    'POST /api/v1/rapid-tests/:id/completion': [
      {
        path: () => `${run}/completion`,
        body: () => ({}),
        reached: 'RAPID_TEST_COMPLETED',
        demands: one('rapidTest.record'),
      },
    ],
    'POST /api/v1/rapid-tests/:id/telling': [
      {
        path: () => `${run}/telling`,
        body: () => ({ toldTo: 'probe' }),
        reached: 'RAPID_TEST_TOLD_ALREADY',
        demands: one('rapidTest.record'),
      },
    ],
    'POST /api/v1/rapid-tests/:id/overrides': [
      {
        path: () => `${run}/overrides`,
        body: () => ({ opinion: 'invalid', reason: 'probe' }),
        reached: 'RAPID_TEST_OVERRIDE_SAME',
        demands: one('rapidTest.judge'),
      },
    ],
    'POST /api/v1/rapid-tests/:runId/confirmations': [
      {
        path: () => `${run}/confirmations`,
        body: () => LABORATORY,
        reached: 'CONFIRMATION_OPEN',
        demands: one('rapidTest.judge'),
      },
    ],
    'POST /api/v1/rapid-tests/:runId/confirmations/:id/result': [
      {
        path: () => `${endedConfirmation}/result`,
        body: () => ({ reportNumber: 'probe', reportedOn: TODAY, finding: 'below' }),
        reached: 'CONFIRMATION_ENDED',
        demands: one('rapidTest.judge'),
      },
    ],
    'POST /api/v1/rapid-tests/:runId/confirmations/:id/withdraw': [
      {
        path: () => `${endedConfirmation}/withdraw`,
        body: () => ({ reason: 'probe' }),
        reached: 'CONFIRMATION_ENDED',
        demands: one('rapidTest.judge'),
      },
    ],
  };
}
