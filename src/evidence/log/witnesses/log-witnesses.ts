import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, StartError, type Tx, UnitOfWork, SYSTEM } from '../../../platform/index.js';
import { LogErrors } from '../log.errors.js';
import { type CheckpointRow, LogRepository } from '../log.repository.js';
import { parseNote, parseSignatureLine, signatureLine, type Verifier } from '../signed-note.rules.js';
import { cosignedAt, parseWitness } from './cosignature.rules.js';
import { type CosignatureRow, WitnessRepository } from './witness.repository.js';

/** A witness's clock may be so far ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/** Those who are asked to look at the log from elsewhere, by the keys the operator wrote down. Nobody else's word is kept. */
@Injectable()
export class LogWitnesses {
  private readonly known: readonly Verifier[];

  constructor(
    private readonly repository: LogRepository,
    private readonly cosignatures: WitnessRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.known = config.SKYDOCKET_LOG_WITNESSES.map(readWitness);
  }

  get names(): readonly string[] {
    return this.known.map(({ name }) => name);
  }

  /** @throws LOG_CHECKPOINT_UNKNOWN, LOG_COSIGNATURE_REFUSED */
  async add(size: number, line: string): Promise<CosignatureRow[]> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      const checkpoint = await this.repository.checkpoint(tx, size);
      if (!checkpoint) throw LogErrors.LOG_CHECKPOINT_UNKNOWN();
      await this.cosignatures.insertIfNew(tx, this.judge(checkpoint, line));
      return this.cosignatures.ofSize(tx, size);
    });
  }

  async of(tx: Tx, { size }: Pick<CheckpointRow, 'size'>): Promise<CosignatureRow[]> {
    return this.cosignatures.ofSize(tx, size);
  }

  /** The newest head that anybody else vouches for, and who. */
  async latest(tx: Tx): Promise<CosignatureRow[]> {
    const size = await this.cosignatures.latestSize(tx);
    return size === undefined ? [] : this.cosignatures.ofSize(tx, size);
  }

  /** The note as it is given away: with the lines of its witnesses. */
  async noteOf(tx: Tx, checkpoint: CheckpointRow): Promise<string> {
    return checkpoint.note + (await this.of(tx, checkpoint)).map(signatureLine).join('');
  }

  private judge({ size, note }: CheckpointRow, line: string): CosignatureRow {
    const signature = parseSignatureLine(line);
    const text = parseNote(note)?.text;
    if (!signature || text === undefined) throw LogErrors.LOG_COSIGNATURE_REFUSED({ reason: 'UNREADABLE' });
    const { name, keyId } = signature;
    const witness = this.known.find((one) => one.name === name && one.keyId === keyId);
    if (!witness) throw LogErrors.LOG_COSIGNATURE_REFUSED({ reason: 'WITNESS_UNKNOWN' });
    const signedAt = cosignedAt(witness, text, signature);
    if (!signedAt) throw LogErrors.LOG_COSIGNATURE_REFUSED({ reason: 'SIGNATURE_WRONG' });
    const receivedAt = this.clock.now();
    if (signedAt.getTime() > receivedAt.getTime() + AHEAD_MS)
      throw LogErrors.LOG_COSIGNATURE_REFUSED({ reason: 'CLOCK_AHEAD' });
    return { size, name, keyId, signature: signature.signature, signedAt, receivedAt };
  }
}

/** @throws StartError */
function readWitness(text: string): Verifier {
  const witness = parseWitness(text);
  if (!witness) throw new StartError('SKYDOCKET_LOG_WITNESSES: an entry is no public key of a witness (name+id+key)');
  return witness;
}
