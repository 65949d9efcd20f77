import { randomUUID } from 'node:crypto';

/** What somebody wants done, before it has an id. */
export interface Draft {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A command as it is sent, however often. */
export interface GivenCommand extends Draft {
  readonly cmdId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly epoch: number;
  readonly v: 1;
}

/** What was given, and under which number it was acknowledged. */
export class CommandBook {
  private readonly commands = new Map<string, GivenCommand>();
  private readonly seqs = new Map<string, number>();
  /** Codes of refusals that no repetition would change. */
  readonly refusals: string[] = [];
  /** Sent once more because no answer came. */
  repetitions = 0;
  /** Of them, those that had been committed before. */
  duplicates = 0;
  /** Acknowledged a second time under another number. */
  contradictions = 0;

  write(draft: Draft, by: Pick<GivenCommand, 'sessionId' | 'userId' | 'epoch'>): GivenCommand {
    const command: GivenCommand = { ...draft, ...by, cmdId: randomUUID(), v: 1 };
    this.commands.set(command.cmdId, command);
    return command;
  }

  acknowledge(cmdId: string, seq: number): void {
    const before = this.seqs.get(cmdId);
    if (before !== undefined && before !== seq) this.contradictions += 1;
    this.seqs.set(cmdId, seq);
  }

  refuse({ cmdId, type }: GivenCommand, code: string): void {
    this.commands.delete(cmdId);
    this.refusals.push(`${type} ${code}`);
  }

  find(cmdId: string): GivenCommand | undefined {
    return this.commands.get(cmdId);
  }

  get given(): number {
    return this.commands.size;
  }

  get acknowledged(): readonly { readonly command: GivenCommand; readonly seq: number }[] {
    return [...this.seqs].flatMap(([cmdId, seq]) => {
      const command = this.commands.get(cmdId);
      return command ? [{ command, seq }] : [];
    });
  }
}
