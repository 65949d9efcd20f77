/** How an item's position stands to the areas of a layer; `near` is within the distance the layer states. */
export const LAYER_RELATIONS = ['inside', 'near', 'outside', 'uncertain'] as const;
export type LayerRelation = (typeof LAYER_RELATIONS)[number];

export const LAYER_FORMATS = ['geojson', 'geopackage', 'shapefile'] as const;
export type LayerFormat = (typeof LAYER_FORMATS)[number];
