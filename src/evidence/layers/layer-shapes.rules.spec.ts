import { describe, expect, it } from '@jest/globals';
import { crsOf, type LayerShapes, shapesOf } from './layer-shapes.rules.js';

const RING = [
  [116, 38],
  [117, 38],
  [117, 39],
  [116, 38],
];
const AREA = { type: 'Polygon', coordinates: [RING] };

function read(geometry: unknown, properties: Record<string, unknown> = {}, column?: string): LayerShapes {
  const crs = crsOf({ epsg: 4326 });
  if (!crs) throw new Error('no crs');
  const steps = shapesOf([{ number: 7, geometry, properties }], crs, column);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

describe('areas of a layer', () => {
  it.each([
    [{ NAME: ' 一级区 ' }, undefined, '一级区'],
    [{ 名称: '二级区', other: 'x' }, undefined, '二级区'],
    [{ BHQMC: 7 }, undefined, '7'],
    [{ name: 'x', CODE: 'y' }, 'code', 'y'],
    [{ name: '' }, undefined, null],
    [{ name: 'a\u0000b' }, undefined, null],
    [{}, undefined, null],
  ])('are called by %j', (properties, column, name) => {
    expect(read(AREA, properties, column).shapes).toMatchObject([{ number: 7, name }]);
  });

  it.each([
    ['nothing', null, 'NOT_AN_AREA'],
    ['a line', { type: 'LineString', coordinates: RING }, 'NOT_AN_AREA'],
    ['no parts', { type: 'MultiPolygon', coordinates: [] }, 'NOT_AN_AREA'],
    ['text', { type: 'Polygon', coordinates: 'x' }, 'POLYGON_MALFORMED'],
    ['a ring that is open', { type: 'Polygon', coordinates: [RING.slice(0, 3)] }, 'POLYGON_UNCLOSED'],
    [
      'metres',
      { type: 'Polygon', coordinates: [RING.map(([x = 0, y = 0]) => [x * 1e3, y * 1e3])] },
      'POLYGON_OUT_OF_RANGE',
    ],
    ['infinity', { type: 'Polygon', coordinates: [[[Infinity, 0], ...RING]] }, 'POLYGON_MALFORMED'],
  ])('are not %s', (_, geometry, reason) => {
    expect(read(geometry)).toEqual({ shapes: [], faults: [{ number: 7, reason }] });
  });

  it('are in a system that is known, or nowhere', () => {
    expect([crsOf({}), crsOf({ epsg: 2431 }), crsOf({ wkt: 'mine' })]).toEqual([undefined, undefined, undefined]);
    expect(crsOf({ epsg: 4490 })?.isGeographic).toBe(true);
  });
});
