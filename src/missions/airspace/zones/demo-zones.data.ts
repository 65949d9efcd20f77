import type { Polygon } from 'geojson';
import type { ZoneRule } from './airspace-zone.rules.js';

/** A zone of the demonstration: invented outlines of the kinds that art. 19 of the interim regulation names. */
export interface DemoZone {
  readonly name: string;
  readonly rule: ZoneRule;
  readonly geometry: Polygon;
  readonly upperMetres?: number;
  readonly authority: string;
}

/** Published nowhere: every outline here is ours. */
export const DEMO_ZONE_SOURCE = '演示数据 DEMONSTRATION：虚构范围，非公布空域';

function rectangle(west: number, south: number, east: number, north: number): Polygon {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

/** The publication they belong to; its area is a plain rectangle around the province. */
export const DEMO_PUBLICATION = {
  name: '演示·河北省空域公布',
  authority: '演示·河北省空中交通管理领导机构',
  area: rectangle(113, 35.5, 120.2, 43),
  publishedOn: '2026-01-01',
} as const;

/** None of them forbids flying, so that every plan of a demonstration can be carried out. */
export const DEMO_ZONES: readonly DemoZone[] = [
  {
    name: '演示·东光县饮用水水源保护区',
    rule: 'authorisation',
    geometry: rectangle(116.58, 37.84, 116.62, 37.87),
    authority: '演示·沧州市人民政府',
  },
  {
    name: '演示·献县饮用水水源保护区',
    rule: 'authorisation',
    geometry: rectangle(116.16, 38.2, 116.2, 38.23),
    authority: '演示·沧州市人民政府',
  },
  {
    name: '演示·大名县饮用水水源保护区',
    rule: 'authorisation',
    geometry: rectangle(115.18, 36.29, 115.22, 36.32),
    authority: '演示·邯郸市人民政府',
  },
  {
    name: '演示·渤海新区港口',
    rule: 'authorisation',
    geometry: rectangle(117.78, 38.28, 117.88, 38.36),
    authority: '演示·沧州市人民政府',
  },
  {
    name: '演示·河道候鸟栖息地（低空限制）',
    rule: 'conditional',
    geometry: rectangle(116.5, 37.9, 116.54, 37.93),
    upperMetres: 60,
    authority: '演示·东光县自然资源和规划局',
  },
];
