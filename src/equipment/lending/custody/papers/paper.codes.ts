/** When something is signed, answered or photographed: as a device leaves, comes back, or goes from hand to hand. */
export const CUSTODY_MOMENTS = ['check_out', 'hand_back', 'hand_over'] as const;
export type CustodyMoment = (typeof CUSTODY_MOMENTS)[number];

export const SIGNATURE_SIDES = ['giver', 'receiver'] as const;
export type SignatureSide = (typeof SIGNATURE_SIDES)[number];
