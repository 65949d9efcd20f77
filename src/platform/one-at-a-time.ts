/**
 * Does a reading again and again, never two at once: of two at the same time the one that began first may end last, and
 * bring back what the other had replaced. Whoever asks gets a reading that began after the question.
 */
export class OneAtATime {
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly read: () => Promise<void>) {}

  /** Resolves, or rejects, with the first reading that begins from now on; all who ask meanwhile share it. */
  again(): Promise<void> {
    this.next ??= this.running.then(() => {
      this.next = undefined;
      const reading = this.read();
      this.running = reading.catch(() => undefined);
      return reading;
    });
    return this.next;
  }
}
