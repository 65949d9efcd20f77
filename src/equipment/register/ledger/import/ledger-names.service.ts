import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import { BarcodeBatch } from '../../barcodes/barcode-batch.service.js';
import { LabelClaims } from '../../blank-labels/label-claims.service.js';
import { DeviceBatch } from '../../registry/device-batch.service.js';
import type { WantedNames } from '../../registry/register.repository.js';
import type { Surroundings } from '../rows/name-faults.js';
import { NameMoves } from '../rows/name-moves.js';
import { type MatchBy, Namesakes } from '../rows/namesakes.js';
import { namesAfter, readingOf, type RowReading } from '../rows/row-reading.rules.js';
import type { OpenLedger } from './ledger.reader.js';

/** All that is kept of every row: which names it gives, and which it takes away. */
export type NamedRow = Pick<RowReading, 'names' | 'cleared' | 'barcodes'>;

const SLICE = 100;

/** The names in a file, and the devices of the register that have them. */
@Injectable()
export class LedgerNames {
  constructor(
    private readonly batch: DeviceBatch,
    private readonly barcodes: BarcodeBatch,
    private readonly labels: LabelClaims,
  ) {}

  async gather({ rows }: OpenLedger): Promise<NamedRow[]> {
    const named: NamedRow[] = [];
    for await (const row of rows) {
      const { names, cleared, barcodes } = readingOf(row);
      named.push({ names, cleared, barcodes });
    }
    return named;
  }

  /** First of all, and all at once: device rows are locked in the order of their ids. */
  async lock(tx: Tx, rows: readonly NamedRow[]): Promise<void> {
    await this.batch.lock(
      tx,
      rows.flatMap(({ names: { assetCode, serial }, barcodes = [] }) =>
        [assetCode, serial, ...barcodes].flatMap((name) => (name === null ? [] : [name.toLowerCase()])),
      ),
    );
  }

  /** Which devices give up a name that another row wants: only the whole file tells. */
  async moves(tx: Tx, rows: readonly NamedRow[], matchBy: MatchBy): Promise<NameMoves> {
    const moves = new NameMoves();
    for (let at = 0; at < rows.length; at += SLICE) {
      const slice = rows.slice(at, at + SLICE);
      const devices = await this.batch.namesakes(tx, wantedBy(slice));
      const others = new Namesakes(devices, await this.wornBy(tx, devices), matchBy);
      for (const row of slice) {
        const before = others.match(row.names, row.barcodes ?? []);
        moves.note(row.names, before && { before, after: namesAfter(row, before) });
      }
    }
    return moves;
  }

  /** Takes from devices the names that others get, so that two can change theirs. */
  async free(tx: Tx, moves: NameMoves): Promise<void> {
    const ids = moves.moverIds;
    moves.hold(await this.batch.findAll(tx, ids));
    await this.batch.freeNames(tx, ids);
  }

  async around(tx: Tx, rows: readonly RowReading[], moves: NameMoves, matchBy: MatchBy): Promise<Surroundings> {
    const found = await this.batch.namesakes(tx, wantedBy(rows));
    const devices = moves.asBefore(
      found,
      rows.map(({ names }) => names),
    );
    return {
      others: new Namesakes(devices, await this.wornBy(tx, devices), matchBy),
      moves,
      labelRefusal: await this.labels.refusals(
        tx,
        rows.flatMap(({ barcodes = [] }) => barcodes),
      ),
    };
  }

  private wornBy(tx: Tx, devices: readonly { readonly id: string }[]) {
    return this.barcodes.wornBy(
      tx,
      devices.map(({ id }) => id),
    );
  }
}

function wantedBy(rows: readonly NamedRow[]): WantedNames {
  const told = (...names: readonly (string | null)[]): string[] => names.filter((name) => name !== null);
  return {
    codes: rows.flatMap(({ names, barcodes = [] }) => told(names.assetCode, names.serial, ...barcodes)),
    productIdCodes: rows.flatMap(({ names }) => told(names.productIdCode)),
    uomRegistrations: rows.flatMap(({ names }) => told(names.uomRegistration)),
  };
}
