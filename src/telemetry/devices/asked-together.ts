interface Question<Answer> {
  readonly answer: Promise<Answer | undefined>;
  readonly settle: (answer: Answer | undefined) => void;
  readonly fail: (error: unknown) => void;
}

type Read<Answer> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>;

/** Keys of one reading: more would keep those who ask first waiting for those who came with them. */
const MOST_AT_ONCE = 1_000;

/**
 * Answers by one reading whatever was asked while the one before was under way: ten thousand devices that come back at
 * once are a dozen readings, not ten thousand. A key whose reading has not ended yet is not asked again.
 */
export class AskedTogether<Answer> {
  private readonly waiting = new Map<string, Question<Answer>>();
  private readonly asked = new Map<string, Question<Answer>>();
  private reading = false;

  /** @param read answers what it knows; a key without answer is not known */
  constructor(private readonly read: Read<Answer>) {}

  /** Rejects with what the reading threw. */
  ask(key: string): Promise<Answer | undefined> {
    const question = this.asked.get(key) ?? this.waiting.get(key) ?? newQuestion<Answer>();
    if (!this.asked.has(key)) this.waiting.set(key, question);
    if (!this.reading) {
      this.reading = true;
      // One turn later, so that what is asked in this one is in the first reading.
      setImmediate(() => void this.readAll());
    }
    return question.answer;
  }

  private async readAll(): Promise<void> {
    while (this.waiting.size > 0) {
      for (const [key, question] of this.waiting) {
        this.asked.set(key, question);
        this.waiting.delete(key);
        if (this.asked.size === MOST_AT_ONCE) break;
      }
      await this.readAsked();
      this.asked.clear();
    }
    this.reading = false;
  }

  private async readAsked(): Promise<void> {
    try {
      const answers = await this.read([...this.asked.keys()]);
      for (const [key, { settle }] of this.asked) settle(answers.get(key));
    } catch (error) {
      for (const { fail } of this.asked.values()) fail(error);
    }
  }
}

function newQuestion<Answer>(): Question<Answer> {
  let settle: Question<Answer>['settle'] = () => undefined;
  let fail: Question<Answer>['fail'] = () => undefined;
  const answer = new Promise<Answer | undefined>((done, failed) => {
    settle = done;
    fail = failed;
  });
  return { answer, settle, fail };
}
