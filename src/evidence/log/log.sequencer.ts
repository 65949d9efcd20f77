import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, LOGGER, type Logger, OneAtATime, SYSTEM, type Tx, UnitOfWork } from '../../platform/index.js';
import { LogKeys } from './log.keys.js';
import { type CheckpointRow, LogRepository } from './log.repository.js';
import { LogTree } from './log.tree.js';

const LOOK_MS = 1_000;
/** What is committed within this shares a checkpoint. */
const GATHER_MS = 100;
const MOST_AT_ONCE = 1_000;

/**
 * Gives entries their places, extends the tree and signs its head, in one transaction. One writer in an installation;
 * any instance may be it. An entry is taken once its own transaction has committed, so none is passed over.
 */
@Injectable()
export class LogSequencer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly rounds = new OneAtATime(() => this.round());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: LogRepository,
    private readonly tree: LogTree,
    private readonly keys: LogKeys,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
    this.look();
  }

  /** Before the database pool is closed, which happens at the application's shutdown proper. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.gathering);
    await this.rounds.again().catch(() => undefined);
  }

  /** Something was entered and committed. */
  wake(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.look();
    }, GATHER_MS).unref();
  }

  /** Looks once more, and resolves when that is through. */
  async catchUp(): Promise<void> {
    await this.rounds.again();
  }

  private look(): void {
    if (this.stopped) return;
    this.rounds.again().catch((error: unknown) => this.logger.error({ err: error }, 'transparency log'));
  }

  private async round(): Promise<void> {
    if (!this.stopped && (await this.unitOfWork.read((tx) => this.isDue(tx)))) {
      while ((await this.unitOfWork.run(SYSTEM, (tx) => this.write(tx))) === MOST_AT_ONCE) if (this.stopped) return;
    }
  }

  /** Most looks find nothing: then no transaction is begun. */
  private async isDue(tx: Tx): Promise<boolean> {
    if ((await this.repository.waiting(tx, 1)).length > 0) return true;
    return !(await this.repository.latestCheckpoint(tx)) && (await this.keys.origin(tx)) !== undefined;
  }

  /** @returns how many entries got their places */
  private async write(tx: Tx): Promise<number> {
    if (!(await this.repository.takePen(tx))) return 0;
    const origin = await this.keys.origin(tx);
    if (origin === undefined) return 0;
    const last = await this.repository.latestCheckpoint(tx);
    const leaves = await this.repository.waiting(tx, MOST_AT_ONCE);
    if (last && leaves.length === 0) return 0;
    await this.extend(tx, origin, last, leaves);
    return leaves.length;
  }

  private async extend(
    tx: Tx,
    origin: string,
    last: CheckpointRow | undefined,
    leaves: readonly Buffer[],
  ): Promise<void> {
    const before = last?.size ?? 0;
    if (last && !(await this.tree.root(tx, before)).equals(last.root))
      throw new Error(`the tree no longer has the root that was signed for ${before} entries: nothing is added to it`);
    const signers = await this.keys.signers(tx, origin, last?.keyNumber);
    const root = await this.tree.append(tx, before, leaves);
    const size = before + leaves.length;
    const note = this.keys.sign({ origin, size, root }, signers);
    const signedAt = this.clock.now();
    await this.repository.insertCheckpoint(tx, { size, root, note, keyNumber: signers[0]?.number ?? 0, signedAt });
  }
}
