export const MEASUREMENT_KINDS = ['area', 'length', 'height', 'volume'] as const;
export type MeasurementKind = (typeof MEASUREMENT_KINDS)[number];

export const MEASUREMENT_METHODS = [
  'ELLIPSOID_AREA',
  'ELLIPSOID_LENGTH',
  'HEIGHT_DIFFERENCE',
  'SURFACE_ABOVE_PLANE',
  'BETWEEN_SURFACES',
] as const;
export type MeasurementMethod = (typeof MEASUREMENT_METHODS)[number];

/** Zero levels of heights: heights over different ones have no difference. */
export const HEIGHT_REFERENCES = ['wgs84_ellipsoid', 'china_1985', 'takeoff_point', 'local'] as const;
export type HeightReference = (typeof HEIGHT_REFERENCES)[number];

/** How an uncertainty was worked out. */
export const UNCERTAINTY_MODELS = [
  'UNKNOWN',
  'POSITION_TIMES_PERIMETER',
  'POSITION_TIMES_ROOT_OF_TWICE_LEGS',
  'ROOT_OF_SQUARES',
  'HEIGHT_TIMES_AREA',
] as const;
export type UncertaintyModel = (typeof UNCERTAINTY_MODELS)[number];

export const METHOD_WORDS: Readonly<Record<MeasurementMethod, { readonly zh: string; readonly en: string }>> = {
  ELLIPSOID_AREA: {
    zh: '在 WGS-84 椭球面上以测地线为边计算面积（与 CGCS2000 之差为厘米级）；1 亩 = 2000/3 平方米',
    en: 'Area on the WGS-84 ellipsoid with geodesics as edges (CGCS2000 differs by centimetres); 1 mu = 2000/3 m²',
  },
  ELLIPSOID_LENGTH: {
    zh: '在 WGS-84 椭球面上沿测地线计算长度，不计高差',
    en: 'Length along geodesics on the WGS-84 ellipsoid, without differences in height',
  },
  HEIGHT_DIFFERENCE: { zh: '同一高程基准下两点高程之差', en: 'Difference of two heights over the same zero level' },
  SURFACE_ABOVE_PLANE: {
    zh: '范围内各像元中心的表面高程减去基准面高程，乘以像元的椭球面面积并求和',
    en: 'Height of the surface over a plane at each cell centre inside the outline, times the cell’s area on the ellipsoid, summed',
  },
  BETWEEN_SURFACES: {
    zh: '范围内各像元中心两期表面高程之差，乘以像元的椭球面面积并求和',
    en: 'Difference of two surfaces at each cell centre inside the outline, times the cell’s area on the ellipsoid, summed',
  },
};
