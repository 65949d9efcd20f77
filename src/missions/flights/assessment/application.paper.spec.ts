import { describe, expect, it } from '@jest/globals';
import { performanceOf } from '../../../equipment/index.js';
import type { StoredFeasibility } from '../../feasibility/feasibility.schemas.js';
import type { StoredAssessment } from './flight-assessment.schemas.js';
import { type Application, applicationPaper } from './application.paper.js';

const APPLICATION: Application = {
  flightId: '018f0000-0000-7000-8000-000000000001',
  unit: '东光县人民检察院',
  unitCertificates: [{ number: 'UOC-1', validUntil: '2027-12-31' }],
  pilot: '李飞',
  licences: [],
  aircraft: { model: 'DJI Mavic 3T', serial: '1581F', droneClass: 'light', registration: null, performance: null },
  nature: 'ordinary',
  purpose: '河道巡查',
  beyondSight: 'unknown',
  circumstances: {
    networkRelay: 'no',
    dangerousOrDropped: 'no',
    overCrowd: 'no',
    fromMovingVehicle: 'no',
    several: 'unknown',
  },
  takeOff: { lon: 116.5, lat: 37.9 },
  during: { from: new Date('2026-12-31T16:30:00Z'), to: new Date('2026-12-31T17:30:00Z') },
  volumes: [
    {
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [116, 38],
            [116.01, 38],
            [116, 38.01],
            [116, 38],
          ],
        ],
      },
      lowerMetres: 20,
      upperMetres: 150,
    },
  ],
  speeds: null,
  assessment: null,
  printedAt: new Date('2026-12-30T00:00:00Z'),
};

const factsOf = (application: Application) => {
  const [facts] = applicationPaper(application).blocks;
  if (facts?.kind !== 'facts') throw new Error('the application begins with its items');
  return facts.rows;
};

const FEASIBILITY = {
  judgedAt: '2026-12-30T00:00:00Z',
  findings: [
    { item: 'wind', verdict: 'no_go' },
    { item: 'sorties', verdict: 'caution' },
    { item: 'gust', verdict: 'unknown' },
    { item: 'visibility', verdict: 'unknown' },
    { item: 'rain', verdict: 'go' },
  ],
  sorties: { sorties: 2, batteriesNeeded: 4, batteriesAtHand: null },
} as unknown as StoredFeasibility;

describe('the application for a flight', () => {
  it('tells what the kind can do, and what the study found and could not tell', () => {
    const performance = performanceOf({ source: '说明书', maxFlightMinutes: 45, maxWindMetresPerSecond: 12 });
    const aircraft = { ...APPLICATION.aircraft, performance };
    const assessment = { feasibility: FEASIBILITY, deadlines: null, rulesVersion: '1' } as unknown as StoredAssessment;
    const values = factsOf({ ...APPLICATION, aircraft, assessment }).map(({ value }) => value);
    expect(values[1]).toContain('性能指标 最长续航 45 分钟，抗风 12 米/秒');
    expect(values[12]).toContain(
      '计划 2 架次，需电池 4 块，现有 未知 块；不宜：风速；注意：架次与电池；未知：阵风、能见度',
    );
    const unknown = { ...APPLICATION.aircraft, performance: performanceOf({ source: '无' }) };
    expect(factsOf({ ...APPLICATION, aircraft: unknown })[1]?.value).toContain('性能指标 （待填写）');
  });

  it('has the thirteen items of art. 27, numbered', () => {
    const labels = factsOf(APPLICATION).map(({ label }) => Number.parseInt(label, 10));
    expect(labels).toEqual(Array.from({ length: 13 }, (_, nth) => nth + 1));
  });

  it('is filled in as far as the records go, and leaves the rest open', () => {
    const values = factsOf(APPLICATION).map(({ value }) => value);
    expect(values[0]).toBe('东光县人民检察院（运营合格证 UOC-1，至 2027-12-31）；操控员 李飞（执照 （待填写））');
    expect(values[1]).toContain('DJI Mavic 3T，轻型，1 架，序列号 1581F，实名登记 （待填写）');
    expect(values[2]).toContain('分布式或集群：（待填写）');
    expect(values[5]).toBe('2027-01-01 00:30 至 2027-01-01 01:30（北京时间）');
    expect(values[6]).toContain('真高 20 至 150 米');
    expect(values.filter((value) => value === '（待填写）')).toHaveLength(7);
  });

  it('takes the speed from the wayline, saying so, and leaves it open without one', () => {
    const speedOf = (speeds: Application['speeds']) => factsOf({ ...APPLICATION, speeds })[6]?.value;
    expect(speedOf(null)).toContain('速度 （待填写）；进出方法 （待填写）');
    const speeds = { slowest: 5, fastest: 8.5, transit: 12, waylineVersion: 2 };
    expect(speedOf(speeds)).toContain(
      '速度 航线 5 至 8.5 米/秒，转场 12 米/秒（取自本飞行航线文件第 2 版）；进出方法 （待填写）',
    );
    expect(speedOf({ ...speeds, slowest: 8.5, transit: null })).toContain('速度 航线 8.5 米/秒（取自');
  });

  it('lists the corners of its airspace once each', () => {
    const table = applicationPaper(APPLICATION).blocks.find(({ kind }) => kind === 'table');
    expect(table).toMatchObject({
      rows: [['1', '20–150', '116.00000 38.00000；116.01000 38.00000；116.00000 38.01000']],
    });
  });
});
