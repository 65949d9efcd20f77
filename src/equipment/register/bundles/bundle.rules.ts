/** One thing of a bundle: a device, or so many of a kind. */
export interface ItemFacts {
  readonly id: string;
  readonly label: string | null;
  readonly required: boolean;
  readonly deviceId: string | null;
  readonly kindCode: string | null;
  readonly quantity: number;
  readonly capabilities: readonly string[];
}

export type Packing =
  | { readonly ok: true; readonly items: readonly ItemFacts[] }
  | { readonly ok: false; readonly code: 'BUNDLE_ITEM_UNKNOWN' | 'BUNDLE_ITEM_REQUIRED'; readonly itemId: string }
  | { readonly ok: false; readonly code: 'BUNDLE_EMPTY' };

/** The items of a bundle that go along: all but those left out, which have to be optional ones. */
export function packed(items: readonly ItemFacts[], leaveOut: readonly string[]): Packing {
  for (const itemId of leaveOut) {
    const item = items.find(({ id }) => id === itemId);
    if (!item) return { ok: false, code: 'BUNDLE_ITEM_UNKNOWN', itemId };
    if (item.required) return { ok: false, code: 'BUNDLE_ITEM_REQUIRED', itemId };
  }
  const taken = items.filter(({ id }) => !leaveOut.includes(id));
  return taken.length === 0 ? { ok: false, code: 'BUNDLE_EMPTY' } : { ok: true, items: taken };
}

/** Which items cannot be had: those whose device is in the way, and the one whose kind has too few. */
export function itemsInTheWay(
  items: readonly ItemFacts[],
  deviceIds: ReadonlySet<string>,
  shortItemId: string | undefined,
): ItemFacts[] {
  return items.filter(({ id, deviceId }) => id === shortItemId || (deviceId !== null && deviceIds.has(deviceId)));
}
