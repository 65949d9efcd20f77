import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger, SYSTEM, UnitOfWork } from '../../platform/index.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { previewOf } from '../quarantine/preview.rules.js';
import { ContactRepository } from './contact.repository.js';
import { type Contact, NO_CONTACT } from './contact.rules.js';

const EVERY_MS = 1_000;
const LONGEST_PACKET = 1_000;

/**
 * Notes how far gateways come on their way in. Many notes of a second are one row of each device, so that one that
 * connects again and again costs no more than one that does so once. It is a help for people, not a record: what a
 * process that is killed has not written yet is lost.
 */
@Injectable()
export class ContactLog {
  private readonly tried = new Set<string>();
  private news = new Map<string, Contact>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ContactRepository,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** The pilot page was given a line for it. */
  signedIn(deviceId: string): void {
    this.note(deviceId, { signedInAt: this.clock.now() });
  }

  /** Our own broker let it in; not when it was we who tried the line. */
  connected(deviceId: string, clientId: string): void {
    if (!this.tried.has(clientId)) this.note(deviceId, { connectedAt: this.clock.now() });
  }

  /** While `work` tries the line under this client id, nothing is noted of it. */
  async unnoted<T>(clientId: string, work: () => Promise<T>): Promise<T> {
    this.tried.add(clientId);
    try {
      return await work();
    } finally {
      this.tried.delete(clientId);
    }
  }

  /** Our own broker did not let it in. */
  refused(deviceId: string, refusalReason: string): void {
    this.note(deviceId, { refusedAt: this.clock.now(), refusalReason });
  }

  topologyAnswered(deviceId: string): void {
    this.note(deviceId, { topologyAnsweredAt: this.clock.now() });
  }

  topologyRefused(deviceId: string, code: QuarantineCode, detail: string, raw: Buffer): void {
    this.note(deviceId, {
      topologyRefusedAt: this.clock.now(),
      topologyRefusalCode: code,
      topologyRefusalDetail: detail,
      topologyPacket: previewOf(raw).slice(0, LONGEST_PACKET),
    });
  }

  /** Resolves when everything that was noted before the call is written, or could not be. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    const { news } = this;
    if (news.size === 0) return;
    this.news = new Map();
    const rows = [...news].map(([deviceId, contact]) => ({ deviceId, ...contact }));
    try {
      await this.unitOfWork.apart(SYSTEM, (tx) => this.repository.keep(tx, rows));
    } catch (error) {
      this.logger.warn({ err: error }, 'notes of gateways');
      for (const [deviceId, contact] of news)
        this.news.set(deviceId, { ...contact, ...present(this.news.get(deviceId)) });
    }
  }

  private note(deviceId: string, contact: Partial<Contact>): void {
    this.news.set(deviceId, { ...NO_CONTACT, ...this.news.get(deviceId), ...contact });
  }
}

/** Without what is null. */
function present(contact: Contact | undefined): Partial<Contact> {
  return Object.fromEntries(Object.entries(contact ?? {}).filter(([, value]) => value !== null));
}
