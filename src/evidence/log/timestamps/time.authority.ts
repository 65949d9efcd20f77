import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { Certificate } from 'pkijs';
import { Clock, CONFIG, type Config, StartError } from '../../../platform/index.js';
import { callAuthority } from './authority.call.js';
import type { TimestampFault } from './timestamp.codes.js';
import { questionOf } from './timestamp.request.js';
import { judgeAnswer, type TokenFacts } from './token.verdict.js';

export type Asked =
  | { readonly ok: true; readonly der: Buffer; readonly facts: TokenFacts }
  | { readonly ok: false; readonly fault: TimestampFault };

const PEM = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/** The time-stamping authority that the operator chose (RFC 3161), and the certificates that its answers must lead to. */
@Injectable()
export class TimeAuthority {
  private readonly address: string | undefined;
  private readonly timeoutMs: number;
  private readonly roots: readonly Certificate[];

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    const { SKYDOCKET_TSA_URL: address, SKYDOCKET_TSA_CA_FILE: file } = config;
    if ((address === undefined) !== (file === undefined))
      throw new StartError('Set SKYDOCKET_TSA_URL and SKYDOCKET_TSA_CA_FILE, or neither.');
    this.address = address;
    this.timeoutMs = config.SKYDOCKET_TSA_TIMEOUT_MS;
    this.roots = file === undefined ? [] : readCertificates(file);
  }

  get isConfigured(): boolean {
    return this.address !== undefined;
  }

  /** Whatever comes back is checked before it is believed; never throws for it. */
  async ask(stamped: Buffer): Promise<Asked> {
    if (this.address === undefined) throw new Error('no time-stamping authority is configured');
    const question = questionOf(stamped);
    const called = await callAuthority(this.address, question.der, this.timeoutMs);
    if (!called.ok) return called;
    const { der } = called;
    const verdict = await judgeAnswer(der, question, { authorities: this.roots, now: this.clock.now() });
    return verdict.ok ? { ok: true, der, facts: verdict.facts } : verdict;
  }
}

/** @throws StartError */
function readCertificates(file: string): Certificate[] {
  try {
    const found = [...readFileSync(file, 'latin1').matchAll(PEM)].map(([, text = '']) =>
      Certificate.fromBER(Uint8Array.from(Buffer.from(text, 'base64'))),
    );
    if (found.length === 0) throw new Error('it holds no certificate');
    return found;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`The certificates of SKYDOCKET_TSA_CA_FILE cannot be used: ${reason}`);
  }
}
