import { Inject, Injectable } from '@nestjs/common';
import { People } from '../../identity/index.js';
import { type Actor, AppError, LOGGER, type Logger, OnEveryMinute, UnitOfWork } from '../../platform/index.js';
import { GrantHolders, ObjectShelf, type StoredObject } from '../../telemetry/index.js';
import { MediaIntake } from './media-intake.service.js';
import { gatewayReport, uploading } from './media.rules.js';
import { type MediaReport, UNREPORTED } from './media.types.js';

const UNREPORTED_QUEUE = 'evidence.take-unreported';
/** Controllers report right after an upload; when nothing was said for so long, nothing will be. */
const UNREPORTED_MS = 10 * 60_000;
const MOST_AT_ONCE = 50;

/** Takes in what was uploaded and never reported. */
@Injectable()
export class UnreportedMedia {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shelf: ObjectShelf,
    private readonly intake: MediaIntake,
    private readonly holders: GrantHolders,
    private readonly people: People,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One that fails does not hold up the others, and is tried again the next minute. */
  @OnEveryMinute(UNREPORTED_QUEUE)
  async takeUnreported(): Promise<void> {
    for (const object of await this.shelf.waiting(UNREPORTED_MS, MOST_AT_ONCE)) {
      try {
        await this.intake.take(await this.uploaderOf(object), object, await this.reportOf(object));
      } catch (error) {
        const level = error instanceof AppError ? error.entry.level : 'error';
        this.logger[level]({ err: error, objectId: object.id }, 'an object that nobody reported is not taken in yet');
      }
    }
  }

  /** A dock that announced the file too early was refused, and may have left it at that. */
  private async reportOf(object: StoredObject): Promise<MediaReport> {
    const announced = await this.shelf.announcementOf(object);
    if (!announced) return UNREPORTED;
    const { lon, lat, ...media } = announced;
    return gatewayReport({ ...media, position: lon === null || lat === null ? null : { lon, lat } });
  }

  /** As he, she or it may act now; whoever may not act any more has uploaded it all the same. */
  private async uploaderOf(object: StoredObject): Promise<Actor> {
    const { userId, deviceId } = object;
    const actor = await this.holders.actorOf(object).catch(() => undefined);
    if (actor) return uploading(actor, object);
    const person = userId === null ? undefined : await this.unitOfWork.read((tx) => this.people.find(tx, userId));
    const name = person?.displayName ?? '';
    const { unitId } = object;
    return { kind: userId === null ? 'device' : 'user', id: userId ?? deviceId ?? '', name, snapshot: { unitId } };
  }
}
