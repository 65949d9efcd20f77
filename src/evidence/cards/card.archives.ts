import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import {
  type Actor,
  AppError,
  type ArchiveEntry,
  ArchiveErrors,
  CONFIG,
  type Config,
  DigestTap,
  readHead,
  type ReceivedFile,
  recogniseMediaType,
  type RefusedEntry,
  UploadReceiver,
  ZipArchive,
} from '../../platform/index.js';
import { recogniseRecording } from '../../telemetry/index.js';
import { IntakeService } from '../intake/intake.service.js';
import { ArchivedOriginals } from './archived-originals.js';
import { CardIntakeErrors } from './card.errors.js';
import { CardReceipts } from './card-receipts.service.js';
import { isSuspect, keyOfCardFile, kindOnCard } from './card.rules.js';

/** More than the largest card a drone writes in a day. */
const MOST_ENTRIES = 20_000;
/** Unpacked, an archive may be this many times the largest single upload. */
const TOTAL_TIMES = 50;
const LONGEST_PATH = 1_000;

/** Unpacks single files of an archive and hands them to the intake. */
@Injectable()
export class CardArchives {
  constructor(
    private readonly archived: ArchivedOriginals,
    private readonly intake: IntakeService,
    private readonly receipts: CardReceipts,
    private readonly receiver: UploadReceiver,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What makes the archive as such unreadable; other faults are thrown. */
  async withArchive(itemId: string, work: (archive: ZipArchive) => Promise<void>): Promise<AppError | undefined> {
    const path = this.receiver.scratchPath();
    try {
      await this.archived.copy(itemId, path);
      const archive = await this.open(path);
      if (archive instanceof AppError) return archive;
      try {
        await work(archive);
      } finally {
        archive.close();
      }
      return undefined;
    } finally {
      await this.receiver.discard(path);
    }
  }

  /** One file; what refuses it is in its receipt and is nobody else's matter. */
  async take(actor: Actor, intakeId: string, archive: ZipArchive, entry: ArchiveEntry): Promise<void> {
    const from = { intakeId, path: entry.name };
    const scratch = this.receiver.scratchPath();
    try {
      const file = await this.unpack(archive, entry, scratch).catch(async (error: unknown) => {
        await this.receipts.refuse(actor, from, error, null);
        throw error;
      });
      const holdsTrack = recogniseRecording(file.head, file.digests.sizeBytes) !== undefined;
      const kind = kindOnCard(recogniseMediaType(file.head), holdsTrack);
      await this.intake.keep(actor, file, { kind, ...from }, keyOfCardFile(intakeId, entry.name));
    } catch (error) {
      if (!(error instanceof AppError) || error.entry.status !== 422) throw error;
    } finally {
      await this.receiver.discard(scratch);
    }
  }

  async refuse(
    actor: Actor,
    intakeId: string,
    { name, refusal }: RefusedEntry,
    done: ReadonlySet<string>,
  ): Promise<void> {
    const path = name.slice(0, LONGEST_PATH) || '(no name)';
    if (!done.has(path)) await this.receipts.refuse(actor, { intakeId, path }, refusal, null);
  }

  private async open(path: string): Promise<ZipArchive | AppError> {
    const entryMegabytes = this.config.SKYDOCKET_UPLOAD_LIMIT_MB;
    const limits = { entries: MOST_ENTRIES, entryMegabytes, totalMegabytes: entryMegabytes * TOTAL_TIMES };
    try {
      return await ZipArchive.openLeniently(path, limits);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  /** @throws ARCHIVE_…, INTAKE_ENTRY_SUSPECT, UPLOAD_DISK_FULL */
  private async unpack(archive: ZipArchive, entry: ArchiveEntry, path: string): Promise<ReceivedFile> {
    const { name } = entry;
    if (isSuspect(entry)) throw CardIntakeErrors.INTAKE_ENTRY_SUSPECT({ path: name });
    const tap = new DigestTap();
    let sum = 0;
    const summed = async function* (bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
      for await (const chunk of bytes) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    };
    const source = await archive.read(name);
    const roomy = (bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> => this.receiver.aboveFloor(bytes);
    await pipeline(source, summed, roomy, tap, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch(damaged);
    if (sum !== entry.crc32) throw ArchiveErrors.ARCHIVE_UNREADABLE({ reason: 'checksum' });
    return { path, fileName: name.split('/').at(-1) ?? name, digests: tap.digests(), head: await readHead(path) };
  }
}

/** What inflating finds is a fault of the file; what the disk says is none. @throws AppError or the error itself */
function damaged(error: unknown): never {
  const { syscall } = error as { syscall?: unknown };
  if (error instanceof AppError || typeof syscall === 'string') throw error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  throw ArchiveErrors.ARCHIVE_UNREADABLE({ reason }, error);
}
