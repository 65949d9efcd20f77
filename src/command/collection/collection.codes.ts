export const SECTOR_STATUSES = ['not_started', 'under_way', 'done', 'blocked'] as const;
export type SectorStatus = (typeof SECTOR_STATUSES)[number];

/** Of one session at once; each is compared with every other when it is drawn. */
export const MOST_SECTORS = 40;
export const MOST_SECTOR_POSITIONS = 5_000;

/** Pictures whose ground is laid together to say how much of a sector they cover. */
export const MOST_FOOTPRINTS = 150;
