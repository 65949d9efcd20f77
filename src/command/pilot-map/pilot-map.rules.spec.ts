import { describe, expect, it } from '@jest/globals';
import { elementOf, type MapMark } from './pilot-map.rules.js';

const MARK: MapMark = {
  sessionId: 's',
  seq: 3,
  featureId: 'f',
  geometry: { type: 'Point', coordinates: [116.5, 37.9] },
  end: null,
  label: null,
  colour: null,
  userName: '李',
  createdAt: new Date(1_000),
  changedAt: new Date(2_000),
};

describe('elementOf', () => {
  it.each([
    [{ type: 'Point', coordinates: [1, 2] }, 0],
    [
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      1,
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
            [1, 2],
          ],
        ],
      },
      2,
    ],
  ] as const)('numbers the shape %j', (geometry, type) =>
    expect(elementOf({ ...MARK, geometry } as unknown as MapMark).resource.type).toBe(type),
  );

  it('keeps a colour, and gives one of its six where none was said', () => {
    expect(elementOf({ ...MARK, colour: '#E23C39' }).resource.content.properties.color).toBe('#E23C39');
    expect(elementOf(MARK).resource.content.properties.color).toBe('#2D8CF0');
  });

  it('shows a bearing as the line to its end', () => {
    const { type, content } = elementOf({ ...MARK, end: { lon: 116.6, lat: 37.95 } }).resource;
    expect(type).toBe(1);
    expect(content.geometry.coordinates).toEqual([
      [116.5, 37.9],
      [116.6, 37.95],
    ]);
  });
});
