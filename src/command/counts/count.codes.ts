/** By what the counts are told apart. */
export const COUNT_GROUPS = ['tier', 'unit', 'month'] as const;
export type CountGroup = (typeof COUNT_GROUPS)[number];
