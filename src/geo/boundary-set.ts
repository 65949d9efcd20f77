import type { BoundaryFeature, BoundaryLevel, BoundaryUnit } from './boundary.types.js';
import { BOUNDARY_LEVELS } from './boundary.types.js';
import { EdgeIndex } from './edge-index.js';
import type { Position } from './geo.types.js';
import { PreparedShape } from './prepared-shape.js';

/** Below this distance to an edge a generalised layer cannot tell on which side of it a position lies. */
export const NEAR_BOUNDARY_METRES = 1_000;

/** Where a position lies. A level that the layer does not know there is absent. */
export interface Location {
  readonly county?: BoundaryUnit;
  readonly city?: BoundaryUnit;
  readonly province?: BoundaryUnit;
  /** An edge of the finest level, shared or at the layer's rim, is within 1 km: the answer must not be relied on alone. */
  readonly nearBoundary: boolean;
  /** The other units of the finest level within 1 km, the nearest first; empty at the rim, where nobody is known. */
  readonly neighbours: readonly BoundaryUnit[];
}

interface Entry {
  readonly unit: BoundaryUnit;
  readonly geometry: BoundaryFeature['geometry'];
  readonly shape: PreparedShape;
}

type Lineage = Partial<Record<BoundaryLevel, BoundaryUnit>>;

/** Administrative units of up to three levels, made for asking many times; immutable. */
export class BoundarySet {
  private readonly byAdcode: ReadonlyMap<string, Entry>;
  private readonly lineages = new Map<Entry, Lineage>();
  private readonly finest: readonly Entry[];
  private readonly coarser: readonly Entry[];
  private readonly edges: EdgeIndex;

  constructor(features: readonly BoundaryFeature[]) {
    const entries = features.map(({ geometry, ...unit }) => ({ unit, geometry, shape: new PreparedShape(geometry) }));
    const ofLevel = (level: BoundaryLevel) => entries.filter(({ unit }) => unit.level === level);
    const levels = BOUNDARY_LEVELS.toReversed().map(ofLevel);
    const [finest = [], ...coarser] = levels.filter((level) => level.length > 0);
    this.byAdcode = new Map(entries.map((entry) => [entry.unit.adcode, entry]));
    for (const entry of entries) this.lineages.set(entry, this.lineage(entry.unit));
    this.finest = finest;
    this.coarser = coarser.flat();
    this.edges = new EdgeIndex(
      finest.map(({ geometry }) => geometry),
      NEAR_BOUNDARY_METRES,
    );
  }

  unit(adcode: string): BoundaryUnit | undefined {
    return this.byAdcode.get(adcode)?.unit;
  }

  units(level: BoundaryLevel): BoundaryUnit[] {
    return [...this.byAdcode.values()].map(({ unit }) => unit).filter((unit) => unit.level === level);
  }

  feature(adcode: string): BoundaryFeature | undefined {
    const entry = this.byAdcode.get(adcode);
    return entry && { ...entry.unit, geometry: entry.geometry };
  }

  /** A position on a shared edge belongs to one of the units only, and is near a boundary. */
  locate(position: Position): Location {
    const holds = ({ shape }: Entry) => shape.holds(position);
    // Units above the finest come by parentage; in a gap between the finest, by their own shapes.
    const start = this.finest.find(holds) ?? this.coarser.find(holds);
    const near = this.edges.within(position).flatMap(({ owner }) => this.finest[owner]?.unit ?? []);
    return {
      ...(start && this.lineages.get(start)),
      nearBoundary: near.length > 0,
      neighbours: near.filter((unit) => unit !== start?.unit),
    };
  }

  private lineage(unit: BoundaryUnit): Lineage {
    const above = unit.parent === undefined ? undefined : this.unit(unit.parent);
    const coarser = above && BOUNDARY_LEVELS.indexOf(above.level) < BOUNDARY_LEVELS.indexOf(unit.level);
    return { ...(coarser ? this.lineage(above) : {}), [unit.level]: unit };
  }
}
