/** What a sample is of. */
export const MEDIA = [
  'surface_water',
  'groundwater',
  'wastewater',
  'farmland_soil',
  'building_land_soil',
  'farm_produce',
  'processed_food',
  'air',
  'other',
] as const;
export type Medium = (typeof MEDIA)[number];

/** What was done so that a sample keeps; several may be done to one. */
export const PRESERVATIONS = [
  'none',
  'cooled',
  'frozen',
  'dark',
  'sulphuric_acid',
  'nitric_acid',
  'hydrochloric_acid',
  'sodium_hydroxide',
  'fixed_on_site',
  'other',
] as const;
export type Preservation = (typeof PRESERVATIONS)[number];

/** Why these cannot have been done together; null when they can. */
export function preservationFault(done: readonly Preservation[]): string | null {
  if (new Set(done).size !== done.length) return 'names one twice';
  return done.includes('none') && done.length > 1 ? 'none stands alone' : null;
}

/** The name of what was done together, whatever the order. */
export function preservationKey(done: readonly Preservation[]): string {
  return done.toSorted().join('+');
}
