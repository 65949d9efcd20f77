import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  chinaDateOf,
  Clock,
  idInCursor,
  keysetPage,
  type Page,
  PlatformErrors,
  type ServedFile,
  servedSheet,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { itemKey } from '../measured-item.data.js';
import { SURFACE_WATER_STANDARD } from './gb3838.data.js';
import { toLimitRow } from './limit-record.rules.js';
import { limitSheet } from './limit.sheet.js';
import { LimitRepository } from './limit.repository.js';
import { findLimit, type LimitAnswer, type LimitQuestion, type LimitRow } from './limit.rules.js';
import {
  type ApplicableQuery,
  type ApplicableView,
  type LimitFileQuery,
  type LimitListQuery,
  type LimitView,
  toLimitRowView,
  toLimitView,
  toWaterClassView,
  type WaterClassInput,
  type WaterClassView,
} from './limit.schemas.js';
import { assessWater, type WaterAssessment, type WaterPlace, type WaterValue } from './water-class.rules.js';

/** What is asked for a value that was measured; the item as an instrument or a person spells it. */
export type LimitWish = Omit<LimitQuestion, 'on'> & { readonly at: Date };

/** Limits of standards as people and the other features ask for them. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: LimitRepository,
    private readonly clock: Clock,
  ) {}

  async list(query: z.output<typeof LimitListQuery>): Promise<Page<z.input<typeof LimitView>>> {
    const { limit, cursor, item, ...filter } = query;
    const after = idInCursor(cursor);
    const code = item === undefined ? undefined : itemKey(item);
    const rows = await this.unitOfWork.read((tx) =>
      this.limits.list(tx, { ...filter, item: code, after, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toLimitView);
  }

  /** What counts now, as a file that `import` takes. */
  async file({ f, ...filter }: z.output<typeof LimitFileQuery>): Promise<ServedFile> {
    const records = await this.unitOfWork.read((tx) => this.limits.all(tx, filter));
    return servedSheet(f, limitSheet(records.map(toLimitRow)), `limits-${chinaDateOf(this.clock.now())}.${f}`);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<z.input<typeof LimitView>> {
    const record = await this.unitOfWork.read((tx) => this.limits.find(tx, id));
    if (!record) throw PlatformErrors.NOT_FOUND();
    return toLimitView(record);
  }

  async applicable(query: z.output<typeof ApplicableQuery>): Promise<z.input<typeof ApplicableView>> {
    const { at = this.clock.now(), ...wish } = query;
    const answer = await this.unitOfWork.read((tx) => this.find(tx, { ...wish, at }));
    return {
      answer: answer.is,
      limit: answer.is === 'found' ? toLimitRowView(answer.row) : null,
      missing: answer.is === 'unstated' ? [...answer.missing] : [],
    };
  }

  async waterClass(input: z.output<typeof WaterClassInput>): Promise<z.input<typeof WaterClassView>> {
    const { waterBody, at = this.clock.now(), values } = input;
    const place = { waterBody, on: chinaDateOf(at) };
    return toWaterClassView(await this.unitOfWork.read((tx) => this.assess(tx, values, place)));
  }

  /** The row that holds for a value. */
  async find(tx: Tx, { item, at, ...question }: LimitWish): Promise<LimitAnswer> {
    const code = itemKey(item);
    const rows = await this.rows(tx, question.standard, [code]);
    return findLimit(rows, { ...question, item: code, on: chinaDateOf(at) });
  }

  async assess(tx: Tx, values: readonly WaterValue[], place: WaterPlace): Promise<WaterAssessment> {
    const coded = values.map((one) => ({ ...one, item: itemKey(one.item) }));
    const rows = await this.rows(
      tx,
      SURFACE_WATER_STANDARD,
      coded.map(({ item }) => item),
    );
    return assessWater(rows, coded, place);
  }

  private async rows(tx: Tx, standard: string, items: readonly string[]): Promise<LimitRow[]> {
    return (await this.limits.current(tx, standard, items)).map(toLimitRow);
  }
}
