export const HAND_OVER_STATES = ['offered', 'accepted', 'refused', 'withdrawn', 'lapsed'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

/** What may follow what. An offer lapses when the device goes to somebody else, or comes back. */
export const HAND_OVER_MOVES: Readonly<Record<HandOverState, readonly HandOverState[]>> = {
  offered: ['accepted', 'refused', 'withdrawn', 'lapsed'],
  accepted: [],
  refused: [],
  withdrawn: [],
  lapsed: [],
};

export const HAND_OVER_REFUSALS = [
  'HAND_OVER_TO_SELF',
  'HAND_OVER_RECEIVER_UNFIT',
  'HAND_OVER_RECEIVER_OUTSIDE',
] as const;
export type HandOverRefusal = (typeof HAND_OVER_REFUSALS)[number];

/** Whose a device is while it is out. */
export interface HeldDevice {
  readonly holderId: string;
  readonly bookingUnitId: string;
}

export interface Receiver {
  readonly userId: string;
  readonly unitId: string;
  /** An active account with a role that takes devices. */
  readonly mayHold: boolean;
  /** A member of the case that the device is out for. */
  readonly inCase: boolean;
}

/** Why a person cannot take a device over in the field: it stays with the unit that booked it, or within its case. */
export function handOverRefusal(held: HeldDevice, receiver: Receiver): HandOverRefusal | null {
  if (receiver.userId === held.holderId) return 'HAND_OVER_TO_SELF';
  if (!receiver.mayHold) return 'HAND_OVER_RECEIVER_UNFIT';
  const inside = receiver.unitId === held.bookingUnitId || receiver.inCase;
  return inside ? null : 'HAND_OVER_RECEIVER_OUTSIDE';
}
