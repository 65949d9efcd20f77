import type { DeviceKind } from '../../pool/device-kind.entity.js';

/** Kinds by whatever a ledger may call them. */
export class KindNames {
  private readonly ids: ReadonlyMap<string, DeviceKind>;
  /** Undefined where two kinds have the name. */
  private readonly names = new Map<string, DeviceKind | undefined>();

  constructor(kinds: readonly DeviceKind[]) {
    this.ids = new Map(kinds.map((kind) => [kind.id, kind]));
    for (const kind of kinds)
      for (const name of new Set([kind.nameZh, kind.nameEn, kind.model].map(plain)))
        this.names.set(name, this.names.has(name) ? undefined : kind);
    for (const kind of kinds) this.names.set(plain(kind.code), kind);
  }

  byId(id: string): DeviceKind | undefined {
    return this.ids.get(id);
  }

  named(name: string): DeviceKind | undefined {
    return this.names.get(plain(name));
  }
}

function plain(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}
