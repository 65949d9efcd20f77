import { metresPlane, type Position } from '../../../geo/index.js';
import type { Drawing, SketchPoint } from '../../site-records/site-record.types.js';
import type { Exhibit, ExhibitPlace } from '../exhibit.types.js';

/** Sides of the map in a thousand parts, as a sketch has them. */
const SIDE = 1_000;
const LEAST_METRES = 200;
/** Exhibits farther away are left out: the map is of this one. */
const NEIGHBOURS_WITHIN_METRES = 1_000;
const MARGIN = 1.25;
const CROSS = 14;
const LABEL_OFFSET = { x: 18, y: 6 } as const;

/**
 * Where an exhibit claims to be from, north up, with the others around it; null where it claims no place. There is no map
 * below it: none is at hand that could be given away.
 */
export function exhibitSketch(exhibit: Exhibit, places: readonly ExhibitPlace[]): Drawing | null {
  const centre = exhibit.record.position;
  if (!centre) return null;
  const plane = metresPlane(centre);
  const near = places.flatMap(({ number, position }) => {
    const [east, north] = position ? plane.to(position) : [Infinity, Infinity];
    return Math.hypot(east, north) <= NEIGHBOURS_WITHIN_METRES ? [{ number, east, north }] : [];
  });
  const outline = groundOf(exhibit).map((position) => plane.to(position));
  const reach = Math.max(
    ...near.map(({ east, north }) => farther(east, north)),
    ...outline.map(([east, north]) => farther(east, north)),
    0,
  );
  const metresAcross = Math.max(LEAST_METRES, Math.ceil((reach * 2 * MARGIN) / 100) * 100);
  const at = (east: number, north: number): SketchPoint => ({
    x: SIDE / 2 + (east / metresAcross) * SIDE,
    y: SIDE / 2 - (north / metresAcross) * SIDE,
  });
  return {
    upBearingDegrees: 0,
    metresAcross,
    lines: [
      outline.map(([east, north]) => at(east, north)),
      ...near.flatMap(({ east, north }) => cross(at(east, north))),
    ],
    labels: near.map(({ number, east, north }) => ({ ...shifted(at(east, north)), text: number })),
  };
}

/** What stands below the map. */
export function sketchCaption({ record: { footprint } }: Exhibit): string {
  const ground = footprint?.geometry ? '外框为按相机姿态推算的地面覆盖范围；' : '';
  return `位置示意图：上北，十字为文件所称位置，数字为证据编号；${ground}由系统按记录绘制，无底图。`;
}

/** The corners of the ground that the picture shows, as far as that is known. */
function groundOf({ record }: Exhibit): Position[] {
  const ring = (record.footprint?.geometry?.coordinates ?? []) as readonly (readonly [number, number])[][];
  return (ring[0] ?? []).map(([lon, lat]) => ({ lon, lat }));
}

function farther(east: number, north: number): number {
  return Math.max(Math.abs(east), Math.abs(north));
}

function cross({ x, y }: SketchPoint): SketchPoint[][] {
  return [
    [
      { x: x - CROSS, y },
      { x: x + CROSS, y },
    ],
    [
      { x, y: y - CROSS },
      { x, y: y + CROSS },
    ],
  ];
}

function shifted({ x, y }: SketchPoint): SketchPoint {
  return { x: x + LABEL_OFFSET.x, y: y - LABEL_OFFSET.y };
}
