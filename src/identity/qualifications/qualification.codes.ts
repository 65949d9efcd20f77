/**
 * A licence to fly (Order 761 art. 16), the training that lets fly a light drone in controlled airspace without one
 * (art. 17), or a training for a group of instruments.
 */
export const QUALIFICATION_KINDS = ['pilot_licence', 'airspace_training', 'tester_training'] as const;
export type QualificationKind = (typeof QUALIFICATION_KINDS)[number];

/** Classes of drone that ask for a licence, from the smallest; a licence for one covers those before it. */
export const LICENSED_CLASSES = ['small', 'medium', 'large'] as const;
export type LicensedClass = (typeof LICENSED_CLASSES)[number];

export const TRAINED_GROUPS = ['water', 'soil', 'air_noise', 'food'] as const;
export type TrainedGroup = (typeof TRAINED_GROUPS)[number];

/** Within sight, beyond sight, or teaching others. */
export const LICENCE_RATINGS = ['vlos', 'bvlos', 'instructor'] as const;
export type LicenceRating = (typeof LICENCE_RATINGS)[number];

export const ABSENCE_REASONS = ['leave', 'sick', 'training', 'other_duty'] as const;
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];
