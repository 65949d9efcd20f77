import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import { Journal } from '../../journal.js';
import { type AttributeFault, attributeCheck } from '../../register/registry/attribute.rules.js';
import { KitRepository } from './kit.repository.js';
import { type KitView, toKitView } from './kit.schemas.js';

type View = z.input<typeof KitView>;

const LOTS_AT_ONCE = 500;
const MOST_OFFENDERS = 10;

interface Offender {
  readonly lotId: string;
  readonly lotNumber: string;
  readonly errors: readonly AttributeFault[];
}

/** Kits as they are shown, what must hold of their lots, and what is written down when they change. */
@Injectable()
export class KitRecord {
  constructor(
    private readonly kits: KitRepository,
    private readonly journal: Journal,
  ) {}

  /** @throws KIT_NOT_FOUND */
  async view(tx: Tx, code: string): Promise<View> {
    const row = await this.kits.get(tx, code);
    if (!row) throw EquipmentErrors.KIT_NOT_FOUND({ kitCode: code });
    return toKitView(row);
  }

  /** Writes down a change of a kit, and shows it as it is now. */
  async write(
    tx: Tx,
    id: string,
    fact: { readonly kitCode: string; readonly changed: readonly string[] },
  ): Promise<View> {
    await this.journal.record(tx, {
      action: 'equipment.changeKit',
      subject: { kind: 'kit_kind', id },
      event: 'equipment.kit_changed',
      aggregate: `kit_kind:${id}`,
      payload: { ...fact },
    });
    return this.view(tx, fact.kitCode);
  }

  /** @throws KIT_SCHEMA_VIOLATED with the first lots that do not fit */
  async requireFit(tx: Tx, kitKindId: string, schema: Readonly<Record<string, unknown>>): Promise<void> {
    const check = attributeCheck(schema);
    const offenders: Offender[] = [];
    let after: string | undefined;
    do {
      const lots = await this.kits.lots(tx, kitKindId, after, LOTS_AT_ONCE);
      for (const { id, lotNumber, attributes } of lots) {
        const errors = check(attributes);
        if (errors.length > 0) offenders.push({ lotId: id, lotNumber, errors });
      }
      after = lots.length < LOTS_AT_ONCE ? undefined : lots.at(-1)?.id;
    } while (after !== undefined && offenders.length < MOST_OFFENDERS);
    const [first] = offenders;
    if (first)
      throw EquipmentErrors.KIT_SCHEMA_VIOLATED({
        lotNumber: first.lotNumber,
        lots: offenders.slice(0, MOST_OFFENDERS),
      });
  }
}
