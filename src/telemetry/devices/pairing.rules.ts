/** As much of a custody as tells in whose hands a device is. */
interface Hands {
  readonly holderUserId: string;
  readonly bookingId: string | null;
}

/** Held by the same person, or for the same booking. What nobody holds is in no hands. */
export function inSameHands(one: Hands | undefined, other: Hands | undefined): boolean {
  if (!one || !other) return false;
  return one.holderUserId === other.holderUserId || (one.bookingId !== null && one.bookingId === other.bookingId);
}
