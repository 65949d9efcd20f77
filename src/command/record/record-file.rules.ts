import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';
import { type ChainVerdict, genesisHash, verifyChain } from '../events/event-chain.js';
import type { SessionEvent } from '../events/session-event.js';

export const RECORD_FORMAT = 'skydocket-session-record/1';

export interface RecordedSession {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string | null;
  readonly title: string;
  readonly kind: string;
}

/** The files of a record, by name, in their order. */
export interface RecordFiles {
  readonly 'README.txt': string;
  readonly 'manifest.json': string;
  readonly 'events.ndjson': string;
}

export interface RecordFile {
  readonly files: RecordFiles;
  readonly events: number;
  readonly withheld: number;
  readonly head: string;
}

/**
 * The whole record up to the event that closed the session, to be kept in the case file. Of what was meant for some only it
 * holds the hash, not a word: whoever reads the case file need not be among those.
 * @throws Error when the events do not continue each other: what is broken is not kept as if it were whole
 */
export function recordFileOf(session: RecordedSession, events: readonly SessionEvent[]): RecordFile {
  const genesis = genesisHash(session.id);
  requireWhole(session.id, verifyChain(events, { seq: 0, hash: genesis }));
  const closing = events.at(-1);
  const open = events.filter(isForAll);
  const lines = events.map((event) => (isForAll(event) ? openLine(event) : withheldLine(event)));
  const ndjson = lines.map((line) => `${line}\n`).join('');
  const head = hex(closing?.hash ?? genesis);
  const manifest = canonicalJson({
    format: RECORD_FORMAT,
    session,
    genesis: hex(genesis),
    head,
    events: events.length,
    withheld: events.length - open.length,
    hashesSha256: sha256(canonicalJson(events.map(({ hash }) => hex(hash)))),
    closing: closing?.payload['manifest'] ?? null,
    closedAt: closing?.recordedAt ?? null,
    files: { 'events.ndjson': sha256(ndjson), 'README.txt': sha256(README) },
  });
  const files = { 'README.txt': README, 'manifest.json': `${manifest}\n`, 'events.ndjson': ndjson };
  return { files, events: events.length, withheld: events.length - open.length, head };
}

/** An event with the very text that its hash covers. */
export function openLine({ seq, type, actor, occurredAt, recordedAt, scope, payload, hash }: SessionEvent): string {
  const fact = canonicalJson({ seq, type, actor, occurredAt, recordedAt, scope, payload });
  return `{"fact":${fact},"hash":"${hex(hash)}"}`;
}

export function isForAll({ scope }: SessionEvent): boolean {
  return scope.kind === 'ALL';
}

function withheldLine({ seq, hash }: SessionEvent): string {
  return canonicalJson({ hash: hex(hash), seq, withheld: true });
}

function requireWhole(sessionId: string, verdict: ChainVerdict): void {
  if (!verdict.ok) throw new Error(`record of session ${sessionId} is broken at ${verdict.seq}: ${verdict.fault}`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const README = `指挥会话记录 / Record of a command session

events.ndjson   每行一条事项，按序号排列 / one event a line, in the order of their numbers
manifest.json   清单：条数、首尾散列、文件摘要 / how many, first and last hash, digests of the files

核验（只需 SHA-256）
1. 起始散列 = SHA-256（文字“skydocket command session ”加会话编号，UTF-8），即清单中的 genesis。
2. 逐行：行首 {"fact": 与行尾 ,"hash":"…"} 之间的原文即为该事项；
   散列 = SHA-256（上一散列的 32 字节，后接该原文的 UTF-8 字节），应与该行 hash 相同。
3. 含 "withheld":true 的行只面向部分人员，此处仅保留散列，作为下一行的上一散列；
   有权阅读者可从会话取得该行原文，按第 2 步核验。
4. 末行散列应与清单中的 head 相同；session.close 事项中的 manifest 涵盖其之前的全部散列。

To check it (SHA-256 is all it takes)
1. The first hash is SHA-256 of the text "skydocket command session " and the session's id, in UTF-8: genesis in the manifest.
2. Line by line: what stands between {"fact": at the beginning and ,"hash":"…"} at the end is the event, byte for byte;
   SHA-256 of the 32 bytes of the hash before it followed by these bytes must be the hash of the line.
3. A line with "withheld":true was meant for some only. Its hash stands here without its words and is the hash before the
   next line. Whoever may read it gets its line from the session, and checks it as in 2.
4. The hash of the last line must be head in the manifest; the manifest within session.close covers every hash before it.
`;
