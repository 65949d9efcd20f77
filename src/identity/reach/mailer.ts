import { createTransport } from 'nodemailer';
import type { Letter } from './carriers.js';
import type { DeliveryFault } from './reach.codes.js';

/** Sends mail by the operator's server; one connection a letter. */
export class Mailer {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(
    server: string,
    private readonly from: string,
    timeoutMs: number,
  ) {
    this.transport = createTransport({
      url: server,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** @returns what it met; undefined when the server has taken the letter */
  async send({ id, to, zh, en, link }: Letter): Promise<DeliveryFault | undefined> {
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { name: '', address: to },
        messageId: `<${id}@skydocket>`,
        subject: zh,
        text: [zh, en, link].filter(Boolean).join('\n\n'),
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return undefined;
    } catch (error) {
      return faultOf(error);
    }
  }
}

/** A server that says 5xx to the letter will say it again; everything else may be otherwise the next time. */
function faultOf(error: unknown): DeliveryFault {
  const { responseCode, code } = (error ?? {}) as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === 'number') return responseCode >= 500 ? 'REFUSED' : 'TRY_AGAIN';
  return code === 'ETIMEDOUT' ? 'TOO_SLOW' : 'UNREACHABLE';
}
