import { Injectable } from '@nestjs/common';
import { asUser } from '../../../../identity/index.js';
import { type Actor, type Cell, Clock, type Tx } from '../../../../platform/index.js';
import type { DeviceKind } from '../../pool/device-kind.entity.js';
import { attributeFieldsOf } from '../columns/ledger-sheet.rules.js';
import {
  type HeadingNames,
  headingNames,
  isLedgerField,
  mapColumns,
  type MappedColumn,
  plainHeading,
} from '../columns/heading.rules.js';
import { LedgerRepository } from '../columns/ledger.repository.js';
import { LedgerErrors } from '../ledger.errors.js';

export type Understanding = (headings: readonly Cell[]) => MappedColumn[];

/** What the headings of a unit's ledgers mean: as it is said now, as its people said before, as everybody knows. */
@Injectable()
export class LedgerMappings {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws IMPORT_FIELD_UNKNOWN */
  async understanding(
    tx: Tx,
    actor: Actor,
    kinds: readonly DeviceKind[],
    mapping: Readonly<Record<string, string>>,
  ): Promise<Understanding> {
    const names = headingNames(kinds.flatMap(({ attributeSchema }) => attributeFieldsOf(attributeSchema)));
    const given = givenMapping(mapping, names);
    const all = await this.ledger.mappings(tx, asUser(actor).unitId);
    const remembered = new Map([...all].filter(([, field]) => isLedgerField(field, names)));
    return (headings) => mapColumns(headings, { given, remembered }, names);
  }

  /** One import at a time, until the transaction ends. */
  async lockImports(tx: Tx): Promise<void> {
    await this.ledger.lockImports(tx);
  }

  async remember(tx: Tx, actor: Actor, columns: readonly MappedColumn[]): Promise<void> {
    const { unitId } = asUser(actor);
    const updatedAt = this.clock.now();
    const given = columns.flatMap(({ heading, field, by }) =>
      by === 'given' && field !== null ? [{ unitId, heading: plainHeading(heading), field, updatedAt }] : [],
    );
    await this.ledger.remember(tx, [...new Map(given.map((mapping) => [mapping.heading, mapping])).values()]);
  }
}

function givenMapping(mapping: Readonly<Record<string, string>>, names: HeadingNames): ReadonlyMap<string, string> {
  const unknown = Object.values(mapping).find((field) => !isLedgerField(field, names));
  if (unknown !== undefined) throw LedgerErrors.IMPORT_FIELD_UNKNOWN({ field: unknown });
  return new Map(Object.entries(mapping).map(([heading, field]) => [plainHeading(heading), field]));
}
