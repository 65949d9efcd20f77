import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../identity/index.js';
import { type Actor, Clock, idInCursor, keysetPage, UnitOfWork } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { completedFieldsOf } from './runs/completion.rules.js';
import type { RapidTest } from './rapid-test.entity.js';
import { RapidTestReader } from './rapid-test.reader.js';
import { RapidTestRecorder } from './runs/rapid-test.recorder.js';
import type {
  RapidTestCompletion,
  RapidTestDetail,
  RapidTestEntry,
  RapidTestList,
  RapidTestQuery,
} from './rapid-test.schemas.js';
import { toRapidTestFeature, toRapidTestView } from './rapid-test.views.js';
import { RunIntake } from './runs/run-intake.service.js';

type Detail = z.input<typeof RapidTestDetail>;

/** Rapid tests as people see and enter them. */
@Injectable()
export class RapidTestsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: RapidTestReader,
    private readonly recorder: RapidTestRecorder,
    private readonly intake: RunIntake,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** The runs of the own unit, of units below it, and of cases the actor is a member of, newest first. */
  async list(actor: Actor, query: z.output<typeof RapidTestQuery>): Promise<z.input<typeof RapidTestList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'rapidTest.read');
    const found = await this.unitOfWork.read((tx) =>
      this.reader.runs.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    const key = ({ id }: RapidTest): [string] => [id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toRapidTestView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toRapidTestFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<Detail> {
    return this.unitOfWork.read(async (tx) => this.reader.detail(tx, await this.reader.visible(tx, actor, id)));
  }

  /**
   * Keeps what a person read from a display or saw on a strip.
   * @throws RAPID_TEST_…, METHOD_CARD_UNKNOWN, FILE_UNKNOWN, PHOTO_NOT_PICTURE, NOT_FOUND, FORBIDDEN
   */
  async enter(actor: Actor, entry: z.output<typeof RapidTestEntry>): Promise<Detail> {
    this.intake.refuseFuture(entry.at);
    return this.unitOfWork.run(actor, async (tx) => {
      const held = await this.recorder.instrument(tx, entry.deviceId, entry.at);
      this.intake.requireInstrument(actor, held);
      const { run } = await this.recorder.record(tx, held, await this.intake.draft(tx, actor, held, entry));
      return this.reader.detail(tx, run);
    });
  }

  /**
   * Adds to a reading that an instrument sent what only a person knows, once; it is judged anew.
   * @throws RAPID_TEST_COMPLETED, RAPID_TEST_READING_STANDS, and what `enter` throws
   */
  async complete(actor: Actor, id: string, entry: z.output<typeof RapidTestCompletion>): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      const run = await this.reader.locked(tx, actor, 'rapidTest.record', id);
      if (run.origin !== 'instrument' || run.completedAt !== null) throw MissionErrors.RAPID_TEST_COMPLETED();
      const draft = await this.intake.completed(tx, actor, run, entry);
      const completedFields = completedFieldsOf(entry);
      const by = { completedBy: actor.id, completedAt: this.clock.now(), completedFields };
      return this.reader.detail(tx, await this.recorder.complete(tx, run, draft, by));
    });
  }
}
