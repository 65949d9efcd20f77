const catalogue = new Map<string, string>();

/** Declares a feature's event types, each with the sentence that the generated page prints. */
export function defineEvents<T extends string>(events: Readonly<Record<T, string>>): { readonly [K in T]: K } {
  const types = {} as { [K in T]: K };
  for (const [type, summary] of Object.entries(events) as [T, string][]) {
    if (catalogue.has(type)) throw new Error(`event ${type} is declared twice`);
    catalogue.set(type, summary);
    types[type] = type;
  }
  return types;
}

export function isDeclaredEvent(type: string): boolean {
  return catalogue.has(type);
}

/** All event types known so far, sorted. */
export function eventCatalogue(): readonly (readonly [type: string, summary: string])[] {
  return [...catalogue].sort(([a], [b]) => (a < b ? -1 : 1));
}
