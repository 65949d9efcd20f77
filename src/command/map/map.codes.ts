/** What a shape on the shared map is; more than its geometry tells. */
export const MAP_KINDS = ['point', 'line', 'polygon', 'label', 'range_ring', 'bearing', 'measurement'] as const;
export type MapKind = (typeof MAP_KINDS)[number];

export const LINE_STYLES = ['solid', 'dashed'] as const;

/** Shapes of one session that are shown at once. */
export const MOST_SHAPES = 2_000;
/** Of them by one person: nobody takes all the room from the others. */
export const MOST_SHAPES_OF_ONE = 500;
/** Of all shapes of one session that are shown at once; whoever opens the map gets them in one answer. */
export const MOST_POSITIONS = 50_000;
