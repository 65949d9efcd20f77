#!/usr/bin/env node
// Checks an export of Skydocket with nothing but Node 20 or later: no network, no packages, no account.
//
//   node skydocket-verify.mjs BAG [--key KEY] [--witness KEY]… [--tsa-ca FILE] [--checkpoint FILE]… [--json]
//
// BAG is the ZIP file or the folder unpacked from it. KEY is a verifier key (name+hash+base64, as the office publishes it and
// prints it on each checkpoint sheet), FILE a PEM certificate or an older checkpoint. Exit code 0: nothing failed; 1: something
// failed; 2: the bag could not be read at all. What each line means is told in VERIFY.md beside the bag.
import { createHash, createPublicKey, getHashes, verify as signatureFits, X509Certificate } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createInflateRaw } from 'node:zlib';

const PROVEN = 'proven';
const FAILED = 'failed';
const OPEN = 'not provable here';

const ALGORITHMS = ['sha256', 'sha512', 'sm3'];
const SEAL = 'skydocket-seal.txt';
const SEAL_TITLE = 'skydocket export/v1';
const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
/** Files that are read whole; originals are streamed. */
const MOST_READ_BYTES = 256 * 1024 * 1024;

/** The checks made so far: what was claimed of what, and what came of it. */
class Report {
  findings = [];

  add(state, claim, subject, words) {
    this.findings.push({ state, claim, subject, words });
  }

  proven(claim, subject, words) {
    this.add(PROVEN, claim, subject, words);
  }

  failed(claim, subject, words) {
    this.add(FAILED, claim, subject, words);
  }

  open(claim, subject, words) {
    this.add(OPEN, claim, subject, words);
  }

  get failures() {
    return this.findings.filter(({ state }) => state === FAILED).length;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading a folder or a ZIP file

/** Files by their names: `names`, `lengthOf(name)`, `stream(name)`. */
class Bag {
  /** Every digest of a file, which is read once. @throws Error where it cannot be read, or is not as long as it says */
  async digestsOf(name, algorithms) {
    const hashes = algorithms.map((algorithm) => createHash(algorithm));
    let size = 0;
    for await (const chunk of await this.stream(name)) {
      size += chunk.length;
      for (const hash of hashes) hash.update(chunk);
    }
    if (size !== this.lengthOf(name)) throw new Error(`it holds ${size} bytes and should hold ${this.lengthOf(name)}`);
    return { size, ...Object.fromEntries(algorithms.map((algorithm, n) => [algorithm, hashes[n].digest('hex')])) };
  }
}

/** The files of an unpacked bag. */
export class FolderBag extends Bag {
  constructor(root) {
    super();
    this.root = root;
    this.names = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        if (!entry.isFile()) throw new Error(`${path} is neither a file nor a folder`);
        return relative(root, path).split(sep).join('/');
      });
  }

  lengthOf(name) {
    return statSync(join(this.root, name)).size;
  }

  async stream(name) {
    return createReadStream(join(this.root, name));
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const NO_LENGTH_32 = 0xffffffff;

const DESCRIPTOR = 0x08074b50;
/** What may stand between two entries: nothing, or the lengths of the one before, told afterwards. */
const DESCRIPTOR_BYTES = [12, 16, 20, 24];
const LENGTHS_FOLLOW = 8;
/** An extra field that gives an entry another name than the one it has. */
const OTHER_NAME = 0x7075;
const SYMBOLIC_LINK = 0xa;

/**
 * The files of a ZIP file, stored or deflated, also beyond 4 GB. What programs could read in two ways is refused: bytes that
 * no entry holds, two directories, names that differ. A folder unpacked from it can be checked instead.
 */
class ZipBag extends Bag {
  static async open(path) {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    const end = await readAt(file, Math.max(0, size - 22), Math.min(size, 22));
    if (end.length < 22 || end.readUInt32LE(0) !== END_OF_DIRECTORY || end.readUInt16LE(20) !== 0)
      throw new Error('it is no ZIP file, its end is cut off, or something follows it');
    const directory = await directoryPlace(file, end, size - 22);
    if (directory.offset + directory.bytes !== directory.end)
      throw new Error('the directory of the ZIP file is not where it says');
    const entries = readDirectory(await readAt(file, directory.offset, directory.bytes), directory.count);
    await requireGapless(file, entries, directory.offset);
    return new ZipBag(file, entries);
  }

  constructor(file, entries) {
    super();
    this.file = file;
    const files = entries.filter(({ name }) => !name.endsWith('/'));
    const top = topFolder(files.map(({ name }) => name));
    this.entries = new Map(files.map((entry) => [entry.name.slice(top.length), entry]));
    this.names = [...this.entries.keys()];
  }

  lengthOf(name) {
    return this.entries.get(name).size;
  }

  async stream(name) {
    const { start, packed, method } = this.entries.get(name);
    const bytes =
      packed === 0
        ? Readable.from([])
        : this.file.createReadStream({ start, end: start + packed - 1, autoClose: false });
    if (method === 0) return bytes;
    if (method !== 8) throw new Error(`${name} is packed in a way that is not known here (${method})`);
    const inflated = createInflateRaw();
    bytes.on('error', (error) => inflated.destroy(error));
    return bytes.pipe(inflated);
  }
}

/** Where the directory begins, and where it must end. */
async function directoryPlace(file, record, at) {
  const plain = {
    count: record.readUInt16LE(10),
    bytes: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
    end: at,
  };
  if (plain.offset !== NO_LENGTH_32 && plain.bytes !== NO_LENGTH_32 && plain.count !== 0xffff) return plain;
  const locator = await readAt(file, at - 20, 20);
  const end = Number(locator.readBigUInt64LE(8));
  const long = await readAt(file, end, 56);
  if (long.length < 56 || long.readUInt32LE(0) !== END_OF_DIRECTORY_64 || end + 56 !== at - 20)
    throw new Error('the directory of the ZIP file is damaged');
  const [count, bytes, offset] = [32, 40, 48].map((field) => Number(long.readBigUInt64LE(field)));
  return { count, bytes, offset, end };
}

function readDirectory(bytes, count) {
  const entries = new Map();
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error('the directory of the ZIP file is damaged');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const rawName = bytes.subarray(at + 46, at + 46 + nameBytes);
    const name = new TextDecoder('utf-8', { fatal: true }).decode(rawName);
    const extra = bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const flags = bytes.readUInt16LE(at + 8);
    if (flags & 1) throw new Error(`${name} is encrypted`);
    if (isUnsafe(name)) throw new Error(`the ZIP file holds a path that leads out of it: ${name}`);
    if (entries.has(name.normalize('NFC'))) throw new Error(`the ZIP file holds ${name} twice`);
    if (bytes.readUInt32LE(at + 38) >>> 28 === SYMBOLIC_LINK) throw new Error(`${name} is a link`);
    if (hasField(extra, OTHER_NAME)) throw new Error(`${name} has a second name`);
    const entry = {
      name,
      rawName,
      flags,
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    entries.set(name.normalize('NFC'), longLengths(entry, extra));
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  if (at !== bytes.length) throw new Error('the directory of the ZIP file holds more than it says');
  return [...entries.values()];
}

/** Each entry begins where the one before ends, says of itself what the directory says, and the directory follows the last. */
async function requireGapless(file, entries, directoryAt) {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  let before;
  for (const entry of inOrder) {
    await requireJoined(file, before, end, entry.offset);
    const local = await readAt(file, entry.offset, 30);
    if (local.length < 30 || local.readUInt32LE(0) !== LOCAL_ENTRY)
      throw new Error(`${entry.name} is not where the ZIP file says`);
    const [nameBytes, extraBytes] = [local.readUInt16LE(26), local.readUInt16LE(28)];
    const told = await readAt(file, entry.offset + 30, nameBytes + extraBytes);
    const same = local.readUInt16LE(6) === entry.flags && local.readUInt16LE(8) === entry.method;
    if (!same || !told.subarray(0, nameBytes).equals(entry.rawName) || hasField(told.subarray(nameBytes), OTHER_NAME))
      throw new Error(`${entry.name} says something else of itself than the directory`);
    entry.start = entry.offset + 30 + nameBytes + extraBytes;
    [end, before] = [entry.start + entry.packed, entry];
  }
  await requireJoined(file, before, end, directoryAt);
}

async function requireJoined(file, before, end, next) {
  if (next === end) return;
  const follows = before && before.flags & LENGTHS_FOLLOW && DESCRIPTOR_BYTES.includes(next - end);
  const signed =
    follows && (next - end === 12 || next - end === 20 || (await readAt(file, end, 4)).readUInt32LE(0) === DESCRIPTOR);
  if (!signed) throw new Error(`the ZIP file holds bytes that belong to none of its files, at ${end}`);
}

function hasField(extra, wanted) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === wanted) return true;
  return false;
}

/** Lengths beyond 4 GB stand in an extra field, in this order, each only where its short form is full. */
function longLengths(entry, extra) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    for (const key of ['size', 'packed', 'offset']) {
      if (entry[key] !== NO_LENGTH_32) continue;
      entry[key] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
  }
  return entry;
}

function isUnsafe(name) {
  return (
    name.startsWith('/') ||
    /^[a-z]:/i.test(name) ||
    name.includes('\\') ||
    name.split('/').includes('..') ||
    name.includes('\0')
  );
}

/** A bag lies in one folder of its ZIP file. */
function topFolder(names) {
  const bagit = names.find((name) => name === 'bagit.txt' || /^[^/]+\/bagit\.txt$/.test(name));
  const top = (bagit ?? '').slice(0, -'bagit.txt'.length);
  const stranger = names.find((name) => !name.startsWith(top));
  if (stranger !== undefined) throw new Error(`${stranger} lies outside of the bag`);
  return top;
}

async function readAt(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function openBag(path) {
  return statSync(path).isDirectory() ? new FolderBag(path) : ZipBag.open(path);
}

/** Every digest of every file, each read once; what cannot be read is said and has none. */
async function digestAll(bag, report) {
  const known = ALGORITHMS.filter((algorithm) => getHashes().includes(algorithm));
  const digests = new Map();
  for (const name of bag.names) {
    try {
      digests.set(name, await bag.digestsOf(name, known));
    } catch (error) {
      report.failed('readable', name, error.message);
    }
  }
  return digests;
}

async function readWhole(bag, name) {
  const chunks = [];
  let size = 0;
  for await (const chunk of await bag.stream(name)) {
    size += chunk.length;
    if (size > MOST_READ_BYTES) throw new Error('it is too large to be read whole');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// ---------------------------------------------------------------------------------------------------------------------
// Signed notes (C2SP signed-note) and keys

const ED25519 = 1;
const COSIGNATURE = 4;
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** A verifier key `name+hash+base64(type, public key)`. */
function readVerifierKey(text) {
  const [, name, hash, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  if (!name) throw new Error(`${text} is no verifier key`);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || ![ED25519, COSIGNATURE].includes(bytes[0])) throw new Error(`${text} is no Ed25519 key`);
  if (keyHash(name, bytes).toString('hex') !== hash) throw new Error(`the hash in ${text} is not that of its key`);
  const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, bytes.subarray(1)]), format: 'der', type: 'spki' });
  return { text: text.trim(), name, hash, type: bytes[0], key };
}

function keyHash(name, typedKey) {
  return createHash('sha256').update(`${name}\n`).update(typedKey).digest().subarray(0, 4);
}

/** The text of a note, its signatures unchecked. @throws Error */
function readNote(bytes) {
  const whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || !whole.endsWith('\n')) throw new Error('it is no signed note');
  const signatures = whole
    .slice(end + 2, -1)
    .split('\n')
    .map(readSignature);
  return { text: whole.slice(0, end + 1), signatures };
}

function readSignature(line) {
  const [, name, encoded] = /^\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  if (!name) throw new Error('a line of its signatures cannot be read');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded || bytes.length < 5)
    throw new Error('a signature in it is not spelled as it should be');
  return { name, hash: bytes.subarray(0, 4).toString('hex'), body: bytes.subarray(4) };
}

/** Whether the key signed the note; null where it holds no signature of that key. */
function isSignedBy({ text, signatures }, { name, hash, type, key }) {
  const own = signatures.find((signature) => signature.name === name && signature.hash === hash);
  if (!own) return null;
  if (type === ED25519) return { fits: signatureFits(null, Buffer.from(text), key, own.body) };
  if (own.body.length !== 72) return { fits: false };
  const seconds = own.body.readBigUInt64BE(0);
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  return { fits: signatureFits(null, message, key, own.body.subarray(8)), at: new Date(Number(seconds) * 1000) };
}

// ---------------------------------------------------------------------------------------------------------------------
// The log (RFC 9162, 2.1)

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function leafHash(leaf) {
  return sha256(Buffer.from([0]), leaf);
}

function nodeHash(left, right) {
  return sha256(Buffer.from([1]), left, right);
}

/** The root that a proof leads to (2.1.3.2); null where the proof has not the shape of this index and size. */
function rootOfInclusion(hash, index, size, proof) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let [node, last, root] = [BigInt(index), BigInt(size) - 1n, hash];
  for (const part of proof) {
    if (last === 0n) return null;
    if (node % 2n === 1n || node === last) {
      root = nodeHash(part, root);
      while (node % 2n === 0n && node !== 0n) [node, last] = [node / 2n, last / 2n];
    } else {
      root = nodeHash(root, part);
    }
    [node, last] = [node / 2n, last / 2n];
  }
  return last === 0n ? root : null;
}

/** Whether the tree of `size` begins with the one of `oldSize` (2.1.4.2). */
function isConsistent({ oldSize, oldRoot, size, root }, proof) {
  if (oldSize < 1 || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let [node, last] = [BigInt(oldSize) - 1n, BigInt(size) - 1n];
  while (node % 2n === 1n) [node, last] = [node / 2n, last / 2n];
  let [older, newer] = [path[0], path[0]];
  for (const part of path.slice(1)) {
    if (last === 0n) return false;
    if (node % 2n === 1n || node === last) {
      [older, newer] = [nodeHash(part, older), nodeHash(part, newer)];
      while (node % 2n === 0n && node !== 0n) [node, last] = [node / 2n, last / 2n];
    } else {
      newer = nodeHash(newer, part);
    }
    [node, last] = [node / 2n, last / 2n];
  }
  return last === 0n && older.equals(oldRoot) && newer.equals(root);
}

function isPowerOfTwo(n) {
  return Number.isInteger(Math.log2(n));
}

/** Origin, size and root of a checkpoint (C2SP tlog-checkpoint). */
function readCheckpoint(note) {
  const [origin, size, root] = note.text.split('\n');
  if (!origin || !/^(0|[1-9][0-9]*)$/.test(size ?? '')) throw new Error('it is no checkpoint');
  const bytes = Buffer.from(root ?? '', 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== root) throw new Error('it is no checkpoint');
  return { origin, size: Number(size), root: bytes };
}

// ---------------------------------------------------------------------------------------------------------------------
// Time stamps (RFC 3161), as far as Node alone can read them

const OIDS = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
};
const DIGEST_OIDS = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** RSA (PKCS #1) and ECDSA; others are not known to be right or wrong here. */
const SIGNATURE_OIDS = new Set([
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.2.1',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);
/** Attributes that name the signer's certificate, and the digest they do it by (RFC 2634, RFC 5035). */
const SIGNING_CERTIFICATES = { '1.2.840.113549.1.9.16.2.12': 'sha1', '1.2.840.113549.1.9.16.2.47': 'sha256' };

/** What may be right, but cannot be told with this Node alone. */
class NotKnownHere extends Error {}

/** One value of DER: its tag, what it holds, and its own bytes. */
function readDer(bytes, at = 0) {
  const tag = bytes[at];
  let [length, start] = [bytes[at + 1], at + 2];
  if (length > 0x84) throw new Error('the token is damaged');
  if (length > 0x80) {
    const digits = length - 0x80;
    if (start + digits > bytes.length) throw new Error('the token is damaged');
    length = bytes.readUIntBE(start, digits);
    start += digits;
  }
  if (tag === undefined || length === undefined || length === 0x80 || start + length > bytes.length)
    throw new Error('the token is damaged');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

function childrenOf({ content }) {
  const children = [];
  for (let at = 0; at < content.length; at += children.at(-1).whole.length) children.push(readDer(content, at));
  return children;
}

function oidOf({ tag, content }) {
  if (tag !== 0x06) throw new Error('the token is damaged');
  const numbers = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const first = Math.min(Math.floor(numbers[0] / 40), 2);
  return [first, numbers[0] - first * 40, ...numbers.slice(1)].join('.');
}

/**
 * What a time stamp says, and whether its own signature holds: an answer of an authority, or the token in it.
 * @throws Error for what is none, NotKnownHere for what cannot be told
 */
function readTimestamp(bytes) {
  try {
    return readToken(tokenOf(bytes));
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new Error('the token is damaged', { cause: error });
  }
}

function tokenOf(bytes) {
  const outer = readDer(bytes);
  if (outer.whole.length !== bytes.length) throw new Error('something follows the token');
  const parts = childrenOf(outer);
  if (parts[0].tag !== 0x30) return outer;
  const [status] = childrenOf(parts[0]);
  if (status.tag !== 0x02 || status.content.length !== 1 || status.content[0] > 1)
    throw new Error('the authority refused to stamp');
  return parts[1];
}

function readToken(contentInfo) {
  const [type, wrapped] = childrenOf(contentInfo);
  if (oidOf(type) !== OIDS.signedData) throw new Error('it is no signed time stamp');
  const parts = childrenOf(childrenOf(wrapped)[0]);
  const [infoType, infoWrapped] = childrenOf(parts[2]);
  if (oidOf(infoType) !== OIDS.tstInfo) throw new Error('it is no time stamp');
  const info = childrenOf(infoWrapped)[0].content;
  const certificates = childrenOf(parts.find(({ tag }) => tag === 0xa0) ?? { content: Buffer.alloc(0) }).map(
    ({ whole }) => new X509Certificate(whole),
  );
  const signers = childrenOf(parts.at(-1));
  if (signers.length !== 1) throw new Error('a time stamp has one signer');
  return { ...readTstInfo(info), ...checkSigner(childrenOf(signers[0]), info, certificates) };
}

function readTstInfo(info) {
  const [, , imprint, , time] = childrenOf(readDer(info));
  const [algorithm, digest] = childrenOf(imprint);
  const name = DIGEST_OIDS[oidOf(childrenOf(algorithm)[0])];
  if (!name || name === 'sha1') throw new NotKnownHere('its digest is of a kind that is not known here');
  const [, y, mo, d, h, mi, s] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(time.content.toString('latin1')) ?? [];
  const at = new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (Number.isNaN(at.getTime())) throw new Error('its time cannot be read');
  return { algorithm: name, imprint: digest.content, at };
}

/** The signer signs attributes: the kind and digest of the time stamp, and which certificate is his. */
function checkSigner(signer, info, certificates) {
  const attributes = signer.find(({ tag }) => tag === 0xa0);
  const algorithm = DIGEST_OIDS[oidOf(childrenOf(signer[2])[0])];
  const at = signer.findLastIndex(({ tag }) => tag === 0x04);
  const kind = oidOf(childrenOf(signer[at - 1])[0]);
  if (!attributes || !algorithm || !SIGNATURE_OIDS.has(kind))
    throw new NotKnownHere(`its signature is of a kind that is not known here (${kind})`);
  const stated = attributesOf(attributes);
  const certificate = certificates.find((one) => isNamed(one, stated));
  if (!certificate) return { fits: false, certificate: null, certificates };
  // What is signed is the SET, though it is stored under another tag (RFC 5652, 5.4).
  const signed = Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)]);
  const fits =
    oidOf(stated.get(OIDS.contentType)) === OIDS.tstInfo &&
    stated.get(OIDS.messageDigest).content.equals(createHash(algorithm).update(info).digest()) &&
    signatureFits(algorithm, signed, certificate.publicKey, signer[at].content);
  return { fits, certificate, certificates };
}

/** The one value of each attribute; each stands once. */
function attributesOf(attributes) {
  const stated = new Map();
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = childrenOf(attribute);
    if (stated.has(oidOf(type))) throw new Error('an attribute of its signature stands twice');
    stated.set(oidOf(type), childrenOf(values)[0]);
  }
  return stated;
}

function isNamed(certificate, stated) {
  const names = Object.entries(SIGNING_CERTIFICATES).filter(([type]) => stated.has(type));
  return (
    names.length > 0 &&
    names.every(([type, byDefault]) => {
      const first = childrenOf(childrenOf(childrenOf(stated.get(type))[0])[0]);
      const [named, digest] = first[0].tag === 0x04 ? [null, first[0]] : first;
      const algorithm = named ? DIGEST_OIDS[oidOf(childrenOf(named)[0])] : byDefault;
      return Boolean(algorithm) && createHash(algorithm).update(certificate.raw).digest().equals(digest.content);
    })
  );
}

/** Why the certificate does not lead to this authority, is not for time stamps alone, or was not valid then; null: it does. */
function distrustOf({ certificate, certificates, at }, authority) {
  const { keyUsage } = certificate;
  if (keyUsage?.length !== 1 || keyUsage[0] !== OIDS.timeStamping) return 'its certificate is not one for time stamps';
  let current = certificate;
  for (let step = 0; step <= certificates.length; step += 1) {
    if (at < new Date(current.validFrom) || at > new Date(current.validTo)) return 'its certificate was not valid then';
    if (current.fingerprint256 === authority.fingerprint256) return null;
    if (current.checkIssued(authority) && current.verify(authority.publicKey))
      return at <= new Date(authority.validTo) ? null : 'its authority’s certificate was not valid then';
    const issuer = certificates.find(
      (one) => one.ca && one !== current && current.checkIssued(one) && current.verify(one.publicKey),
    );
    if (!issuer) return 'it does not lead to the given authority';
    current = issuer;
  }
  return 'it does not lead to the given authority';
}

// ---------------------------------------------------------------------------------------------------------------------
// The bag: nothing is missing, nothing was added, nothing is other than when it was written (RFC 8493)

const manifestName = (algorithm) => `manifest-${algorithm}.txt`;
const tagManifestName = (algorithm) => `tagmanifest-${algorithm}.txt`;
const TAG_MANIFESTS = ALGORITHMS.map(tagManifestName);

/** The lines of a manifest as this system writes them: digest, two spaces, path; by path; each path once. @throws Error */
function readManifest(text, digits) {
  if (!text.endsWith('\n')) throw new Error('its end is cut off');
  const spelling = new RegExp(`^([0-9a-f]{${digits}})  (.+)$`);
  const lines = new Map();
  for (const line of text.slice(0, -1).split('\n')) {
    const [, digest, path] = spelling.exec(line) ?? [];
    if (!digest) throw new Error(`a line of it cannot be read: ${line.slice(0, 120)}`);
    const name = path.replace(/%(0A|0D|25)/g, (code) => decodeURIComponent(code));
    if (isUnsafe(name)) throw new Error(`it names a path that leads out of the bag: ${name}`);
    if (lines.has(name)) throw new Error(`it names ${name} twice`);
    lines.set(name, digest);
  }
  return lines;
}

const DIGITS = { sha256: 64, sha512: 128, sm3: 64 };

async function checkManifests(bag, digests, report) {
  for (const algorithm of ALGORITHMS) {
    await checkManifest(bag, {
      digests,
      report,
      algorithm,
      name: manifestName(algorithm),
      covered: (name) => name.startsWith('data/'),
    });
    await checkManifest(bag, {
      digests,
      report,
      algorithm,
      name: tagManifestName(algorithm),
      covered: (name) => !name.startsWith('data/') && !TAG_MANIFESTS.includes(name),
    });
  }
}

async function checkManifest(bag, { digests, report, algorithm, name, covered }) {
  const claim = `${algorithm} digests`;
  if (!bag.names.includes(name)) return report.failed(claim, name, 'the list is missing');
  let listed;
  try {
    listed = readManifest((await readWhole(bag, name)).toString('utf8'), DIGITS[algorithm]);
  } catch (error) {
    return report.failed(claim, name, error.message);
  }
  const wrong = [...compare(listed, digests, { algorithm, covered, names: bag.names })];
  for (const [file, words] of wrong) report.failed(claim, file, `${words} (${name})`);
  if (wrong.length > 0) return report.failed(claim, name, 'the list and the files in the bag disagree');
  const known = getHashes().includes(algorithm);
  return known
    ? report.proven(claim, name, `${listed.size} files are as listed`)
    : report.open(
        claim,
        name,
        `this Node cannot compute ${algorithm}; only the list was compared with the files that are there`,
      );
}

function* compare(listed, digests, { algorithm, covered, names }) {
  const present = new Set(names);
  for (const [file, digest] of listed) {
    if (!present.has(file)) yield [file, 'the file is missing'];
    else if (!covered(file)) yield [file, 'the file does not belong in this list'];
    else if (digests.get(file)?.[algorithm] !== undefined && digests.get(file)[algorithm] !== digest)
      yield [file, 'the file is not what the list says'];
  }
  for (const file of names)
    if (covered(file) && !listed.has(file)) yield [file, 'the file was added: the list does not name it'];
}

async function checkDeclarations(bag, digests, report) {
  const claim = 'BagIt 1.0';
  if (!bag.names.includes('bagit.txt')) return report.failed(claim, 'bagit.txt', 'the declaration is missing');
  const declared = (await readWhole(bag, 'bagit.txt')).toString('utf8') === BAGIT;
  if (!declared) report.failed(claim, 'bagit.txt', 'the declaration is not that of BagIt 1.0');
  const payload = [...digests].filter(([name]) => name.startsWith('data/')).map(([, { size }]) => size);
  const oxum = `Payload-Oxum: ${payload.reduce((sum, size) => sum + size, 0)}.${payload.length}`;
  const info = bag.names.includes('bag-info.txt') ? (await readWhole(bag, 'bag-info.txt')).toString('utf8') : '';
  if (!info.split('\n').includes(oxum))
    return report.failed(claim, 'bag-info.txt', `it does not say what is there (${oxum})`);
  return declared && report.proven(claim, 'bagit.txt', `${payload.length} files, as announced`);
}

/** The seal names every file of the bag with its digest and is signed by the office that wrote it. */
async function checkSeal(bag, { digests, report, keys }) {
  const claim = 'seal of the export';
  const note = await noteOf(bag, SEAL, report, claim);
  if (!note) return null;
  const lines = note.text.split('\n');
  if (lines[0] !== SEAL_TITLE) return failedNull(report, claim, SEAL, 'it is no seal of an export');
  let listed;
  try {
    listed = readManifest(lines.slice(lines.indexOf('') + 1).join('\n'), DIGITS.sha256);
  } catch (error) {
    return failedNull(report, claim, SEAL, error.message);
  }
  const signer = keys.find((key) => isSignedBy(note, key)?.fits);
  if (!signer) return failedNull(report, claim, SEAL, 'its signature fits none of the office’s keys');
  const covered = (name) => name !== SEAL && !TAG_MANIFESTS.includes(name);
  const wrong = [...compare(listed, digests, { algorithm: 'sha256', covered, names: bag.names })];
  for (const [file, words] of wrong) report.failed(claim, file, words.replace('list', 'seal'));
  if (wrong.length === 0)
    report.proven(claim, SEAL, `${listed.size} files are as they were when ${signer.name} signed the export`);
  return { lines, signer };
}

function failedNull(report, ...finding) {
  report.failed(...finding);
  return null;
}

async function noteOf(bag, name, report, claim) {
  if (!bag.names.includes(name)) return failedNull(report, claim, name, 'the file is missing');
  try {
    return readNote(await readWhole(bag, name));
  } catch (error) {
    return failedNull(report, claim, name, error.message);
  }
}

async function jsonOf(bag, name, report, claim) {
  if (!bag.names.includes(name)) return failedNull(report, claim, name, 'the file is missing');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readWhole(bag, name)));
  } catch (error) {
    return failedNull(report, claim, name, `it cannot be read: ${error.message}`);
  }
}
// ---------------------------------------------------------------------------------------------------------------------
// The log as the export shows it

const CHECKPOINT = 'data/log/checkpoint.txt';
const WITNESSED = 'data/log/witnessed.txt';
const CONSISTENCY = 'data/log/consistency.json';
const KEYS = 'data/log/keys.json';

/** The office's keys: those given by whoever checks are trusted, those out of the bag only agree with the bag. */
async function readKeys(bag, report, given) {
  const claim = 'whose keys these are';
  const stated = await jsonOf(bag, KEYS, report, claim);
  if (!stated) return given;
  let keys;
  try {
    keys = stated.keys.map(({ verifier }) => readVerifierKey(verifier));
  } catch (error) {
    report.failed(claim, KEYS, error.message);
    return given;
  }
  if (given.length === 0) {
    const names = keys.map(({ text }) => text).join(', ');
    report.open(
      claim,
      KEYS,
      `compare with the key that the office published or printed, and give it with --key: ${names}`,
    );
    return keys;
  }
  const known = given.filter(({ text }) => keys.some((key) => key.text === text));
  if (known.length === 0) report.failed(claim, KEYS, 'none of the given keys signed here');
  else
    report.proven(
      claim,
      KEYS,
      `the office signs with the key that was given: ${known.map(({ text }) => text).join(', ')}`,
    );
  return given;
}

async function checkCheckpoint(bag, { report, keys, options }) {
  const claim = 'head of the log';
  const note = await noteOf(bag, CHECKPOINT, report, claim);
  if (!note) return null;
  let checkpoint;
  try {
    checkpoint = readCheckpoint(note);
  } catch (error) {
    return failedNull(report, claim, CHECKPOINT, error.message);
  }
  if (!keys.some((key) => isSignedBy(note, key)?.fits))
    return failedNull(report, claim, CHECKPOINT, 'its signature fits none of the office’s keys');
  report.proven(claim, CHECKPOINT, `signed over ${checkpoint.size} entries, root ${checkpoint.root.toString('hex')}`);
  const head = { ...checkpoint, note, growth: new Map() };
  await guarded(report, ['log only grew', CONSISTENCY], async () => {
    const growth = (head.growth = await readGrowth(bag, report));
    await checkWitnesses(bag, { report, keys, head, growth, witnesses: options.witnesses });
    checkOlder({ report, keys, head, growth, files: options.checkpoints });
  });
  return head;
}

/** Proofs that the log of the bag's head begins with the logs of older heads, by their sizes. */
async function readGrowth(bag, report) {
  if (!bag.names.includes(CONSISTENCY)) return new Map();
  const stated = await jsonOf(bag, CONSISTENCY, report, 'log only grew');
  if (!stated) return new Map();
  return new Map(stated.proofs.map(({ from, proof }) => [from, proof.map((part) => Buffer.from(part, 'base64'))]));
}

/** Others sign heads when they come by: the newest that they signed may be older than the bag's own. */
async function checkWitnesses(bag, { report, keys, head, growth, witnesses }) {
  const claim = 'independent witness';
  const heads = [{ file: CHECKPOINT, note: head.note }];
  if (bag.names.includes(WITNESSED)) {
    const note = await noteOf(bag, WITNESSED, report, claim);
    if (note && checkOlderHead({ report, keys, head, growth, file: WITNESSED, note }))
      heads.push({ file: WITNESSED, note });
  }
  const names = [...new Set(heads.flatMap(({ note }) => note.signatures.slice(1).map(({ name }) => name)))];
  if (witnesses.length === 0) {
    const words =
      names.length === 0
        ? 'no independent witness signed'
        : `signed by ${names.join(', ')}; give their keys with --witness`;
    return report.open(claim, CHECKPOINT, words);
  }
  for (const witness of witnesses) checkWitness(report, { claim, witness, heads });
  return undefined;
}

function checkWitness(report, { claim, witness, heads }) {
  const signed = heads
    .map(({ file, note }) => ({ file, note, signature: isSignedBy(note, witness) }))
    .find(({ signature }) => signature);
  if (!signed) return report.failed(claim, CHECKPOINT, `${witness.name} signed none of the heads in this bag`);
  const { file, note, signature } = signed;
  if (!signature.fits) return report.failed(claim, file, `the signature of ${witness.name} does not fit`);
  const when = signature.at ? ` at ${signature.at.toISOString()}` : '';
  return report.proven(claim, file, `${witness.name} saw the log of ${readCheckpoint(note).size} entries${when}`);
}

/** Older heads that somebody kept: the log of the export must begin with theirs. */
function checkOlder({ report, keys, head, growth, files }) {
  const claim = 'log only grew';
  if (files.length === 0)
    return report.open(
      claim,
      CHECKPOINT,
      'give a head that was kept earlier with --checkpoint, such as the one on a printed sheet',
    );
  for (const file of files) {
    const note = readNote(readFileSync(file));
    if (readCheckpoint(note).size > head.size) report.open(claim, file, 'that head is newer than the export');
    else checkOlderHead({ report, keys, head, growth, file, note });
  }
  return undefined;
}

function checkOlderHead({ report, keys, head, growth, file, note }) {
  const claim = 'log only grew';
  const { origin, size, root } = readCheckpoint(note);
  if (!head) return report.failed(claim, file, 'there is no signed head to hold it against');
  if (!keys.some((key) => isSignedBy(note, key)?.fits))
    return report.failed(claim, file, 'the older head is not signed by this office');
  if (origin !== head.origin) return report.failed(claim, file, 'the older head is of another log');
  const proof = size === head.size ? [] : growth.get(size);
  if (!proof && file.startsWith('data/')) return report.failed(claim, file, `the export holds no proof from ${size}`);
  if (!proof)
    return report.open(claim, file, `the export holds no proof from size ${size}; the office's service gives it`);
  if (!isConsistent({ oldSize: size, oldRoot: root, size: head.size, root: head.root }, proof))
    return report.failed(
      claim,
      file,
      'the log of now does not begin with the log of then: entries were changed or taken out',
    );
  report.proven(claim, file, `the ${size} entries of then are the first of the ${head.size} of now`);
  return true;
}

const STAMP = /^data\/log\/timestamps\/([^/]+)\.(tsr|checkpoint\.txt)$/;
const IN_TIME = 'existed by this time';

/** Stamps that hold, with how large the log was then: whatever lies among its first entries was there by that time. */
async function checkTimestamps(bag, { report, keys, head, authorities }) {
  const files = bag.names.filter((name) => name.startsWith('data/log/timestamps/'));
  if (files.length === 0) {
    report.open(IN_TIME, CHECKPOINT, 'no independent time: no time-stamping authority stamped a head of this log');
    return [];
  }
  const stamps = [];
  for (const file of files) {
    const [, name, kind] = STAMP.exec(file) ?? [];
    const other = `data/log/timestamps/${name}.${kind === 'tsr' ? 'checkpoint.txt' : 'tsr'}`;
    if (!name || !files.includes(other)) report.failed(IN_TIME, file, 'a stamp and what it stamps belong together');
    else if (kind === 'tsr') {
      const stamp = await checkTimestamp(bag, { report, keys, head, authorities, name: file, stamped: other });
      if (stamp) stamps.push(stamp);
    }
  }
  return stamps;
}

async function checkTimestamp(bag, { report, keys, head, authorities, name, stamped }) {
  try {
    const bytes = await readWhole(bag, stamped);
    const note = readNote(bytes);
    if (!checkOlderHead({ report, keys, head, growth: head?.growth, file: stamped, note })) return null;
    const { size } = readCheckpoint(note);
    const said = checkToken(await readWhole(bag, name), bytes, authorities);
    report.add(said.state, IN_TIME, name, said.at ? `${size} entries were there by ${said.words}` : said.words);
    return said.state === FAILED ? null : { size, ...said };
  } catch (error) {
    return failedNull(report, IN_TIME, name, error.message);
  }
}

/**
 * Holds a time stamp against the bytes that it should be over, and its signer against the given authorities.
 * @returns `{state, words, at}`; `at` is absent where no time can be told
 */
export function checkToken(token, stamped, authorities) {
  let stamp;
  try {
    stamp = readTimestamp(token);
  } catch (error) {
    return { state: error instanceof NotKnownHere ? OPEN : FAILED, words: error.message };
  }
  const { algorithm, imprint, fits, certificate, at } = stamp;
  if (!createHash(algorithm).update(stamped).digest().equals(imprint))
    return { state: FAILED, words: 'it stamps something else' };
  if (!fits) return { state: FAILED, words: 'its own signature does not fit' };
  const words = `${at.toISOString()}, says ${certificate.subject.replaceAll('\n', ', ')}`;
  if (authorities.length === 0)
    return {
      state: OPEN,
      words: `${words}; whether to trust it: give its authority’s certificate with --tsa-ca`,
      at,
    };
  const doubts = authorities.map((authority) => distrustOf(stamp, authority));
  return doubts.includes(null) ? { state: PROVEN, words, at } : { state: FAILED, words: `${words}, but ${doubts[0]}` };
}

// ---------------------------------------------------------------------------------------------------------------------
// The exhibits

const EXPORT = 'data/export.json';

async function checkExhibits(bag, { digests, report, checkpoint, stamps }) {
  const index = await jsonOf(bag, EXPORT, report, 'list of exhibits');
  if (!Array.isArray(index?.exhibits))
    return index && report.failed('list of exhibits', EXPORT, 'it names no exhibits');
  for (const exhibit of [...index.exhibits, ...(index.removed ?? [])]) {
    const file = `data/exhibits/${exhibit?.number}/proofs.json`;
    await guarded(report, ['record', file], () => checkExhibit(bag, exhibit, { digests, report, checkpoint, stamps }));
  }
  return undefined;
}

async function checkExhibit(bag, exhibit, { digests, report, checkpoint, stamps }) {
  const folder = `data/exhibits/${exhibit.number}`;
  const record = await jsonOf(bag, `${folder}/record.json`, report, 'record');
  const proofs = await jsonOf(bag, `${folder}/proofs.json`, report, 'entries in the log');
  if (!record || !proofs) return;
  const agrees =
    ['sha256', 'sm3', 'size'].every((field) => record[field] === exhibit[field]) && record.id === exhibit.itemId;
  if (!agrees) report.failed('record', `${folder}/record.json`, `it is not the item that ${EXPORT} names`);
  if (record.state === 'removed') checkTombstone(exhibit, { digests, report, folder });
  else checkOriginal(record, exhibit, { digests, report });
  const placed = checkEntries(record, proofs, { report, checkpoint, file: `${folder}/proofs.json` });
  checkTime(placed, stamps, { report, file: `${folder}/proofs.json` });
  const isAsSealed = checkSealedRecord(proofs, { digests, report, file: `${folder}/sealed-record.json` });
  await guarded(report, ['custody list', `${folder}/custody-rows.json`], () =>
    checkCustody(bag, { record, placed, folder, report }),
  );
  await guarded(report, ['chain of links', `${folder}/chain.json`], () =>
    checkChain(bag, { record, isAsSealed, folder, report }),
  );
  checkCapture(record, report, `${folder}/record.json`);
}

function checkOriginal(record, { original }, { digests, report }) {
  const claim = 'original bytes';
  const found = digests.get(original);
  if (!found) return report.failed(claim, String(original), 'the original is missing or cannot be read');
  const same =
    found.sha256 === record.sha256 && found.size === record.size && [undefined, record.sm3].includes(found.sm3);
  return same
    ? report.proven(claim, original, `sha256 ${record.sha256}`)
    : report.failed(claim, original, 'the bytes are not those of the record');
}

/** Of what was removed by rule there is a record, and nothing of its bytes. */
function checkTombstone({ original }, { digests, report, folder }) {
  const claim = 'original bytes';
  const left = [...digests.keys()].find((file) => file === original || file.startsWith(`${folder}/original/`));
  if (left) report.failed(claim, left, 'the record says that these bytes were removed');
  else report.open(claim, `${folder}/record.json`, 'they were removed by rule; only the record is given');
}

/** What was entered must be what the record says, and in the log under the signed head. Entries that are. */
function checkEntries(record, { entries, waiting }, { report, checkpoint, file }) {
  for (const kind of ['preserved', 'sealed']) {
    if (entries.some((entry) => entry.kind === kind)) continue;
    if (kind === 'preserved')
      report.failed(
        kind,
        file,
        waiting > 0 ? 'it has no place in the log yet' : 'the item was never entered in the log',
      );
    else if (record.state === 'sealed' || record.seal)
      report.failed(kind, file, 'the record says sealed, the log holds no seal');
    else report.open(kind, file, 'the item was not sealed when it was exported');
  }
  const isGone = entries.some(({ kind }) => kind === 'removed');
  if (isGone && record.state !== 'removed') report.failed('removed', file, 'the log says that the item was removed');
  if (!isGone && record.state === 'removed') report.failed('removed', file, 'the log holds no removal of the item');
  return entries.filter((entry) => checkEntry(record, entry, { report, checkpoint, file, kind: entry.kind }));
}

function checkEntry(record, entry, { report, checkpoint, file, kind }) {
  const bytes = Buffer.from(entry.leaf, 'base64');
  const fault = faultOfEntry(record, entry, { bytes, checkpoint, kind });
  if (fault) report.failed(kind, file, fault);
  else
    report.proven(kind, file, `entry ${entry.index} of the log, by the office's clock at ${parsed(bytes).enteredAt}`);
  return fault === null;
}

/** The first stamp over each entry: by then it was there, whatever the office's clock says. */
function checkTime(placed, stamps, { report, file }) {
  for (const { kind, index } of placed.filter((entry) => ['preserved', 'sealed'].includes(entry.kind))) {
    const [first] = stamps.filter(({ size }) => index < size).sort((a, b) => a.size - b.size);
    const words = first ? `${kind}: entry ${index} was there by ${first.words}` : `${kind}: no independent time`;
    report.add(first?.state ?? OPEN, IN_TIME, file, words);
  }
}

function faultOfEntry(record, entry, { bytes, checkpoint, kind }) {
  const leaf = parsed(bytes);
  if (leaf?.kind !== kind || leaf.subjectId !== record.id) return 'the entry is of something else';
  const digests = { sha256: leaf.content?.sha256, sm3: leaf.content?.sm3 };
  for (const [name, digest] of Object.entries(digests))
    if (digest !== undefined && digest !== record[name]) return `the entry says another ${name} than the record`;
  if (kind === 'preserved' && digests.sha256 === undefined) return 'the entry does not say which bytes were preserved';
  for (const [name, value] of Object.entries(entry.disclosed ?? {})) {
    const hidden = sha256(Buffer.from(entry.salts?.[name] ?? entry.salt, 'base64'), `${name}\0${value}`).toString(
      'hex',
    );
    if (leaf.hidden?.[name] !== hidden) return `${name} is not what was entered`;
  }
  if (!checkpoint) return 'there is no signed head to hold it against';
  if (entry.size !== checkpoint.size) return 'its proof is of another head than the one in the bag';
  const proof = entry.inclusion.map((part) => Buffer.from(part, 'base64'));
  const root = rootOfInclusion(leafHash(bytes), entry.index, entry.size, proof);
  return root?.equals(checkpoint.root) ? null : 'it is not in the log under the signed head';
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** What the item said when it was sealed is kept word for word; the log holds its digest. */
function checkSealedRecord({ entries }, { digests, report, file }) {
  const claim = 'sealed record';
  const seal = entries.find(({ kind }) => kind === 'sealed');
  const found = digests.get(file);
  if (!seal && !found) return false;
  if (!seal) return report.failed(claim, file, 'the log holds no seal of this item');
  if (!found) return report.open(claim, file, 'what the item said when it was sealed is not in this bag');
  const { recordSha256 } = parsed(Buffer.from(seal.leaf, 'base64'))?.content ?? {};
  const isSame = found.sha256 === recordSha256;
  if (isSame) report.proven(claim, file, 'it is what the item said when it was sealed');
  else report.failed(claim, file, 'it is not what the item said when it was sealed');
  return isSame;
}

/** Canonical JSON (RFC 8785). */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

const same = (a, b) => canonical(a) === canonical(b);

/** The custody list is that of the rows, and the rows give the heads that were entered in the log day by day. */
async function checkCustody(bag, { record, placed, folder, report }) {
  const claim = 'custody list';
  const [listFile, rowFile] = [`${folder}/custody.json`, `${folder}/custody-rows.json`];
  const list = await jsonOf(bag, listFile, report, claim);
  const rows = await jsonOf(bag, rowFile, report, claim);
  if (!list || !rows) return;
  const fault = faultOfList(list, rows, record.id);
  if (fault) {
    report.failed(claim, listFile, fault);
    return;
  }
  report.proven(claim, listFile, `its ${list.length} events are those of ${rowFile}`);
  checkHeads(rows, { heads: headsOf(placed), record, report, file: rowFile });
}

function faultOfList(list, rows, itemId) {
  if (list.length !== rows.length) return 'it has not as many events as there are rows';
  for (const [at, event] of list.entries()) {
    const row = rows[at];
    if (at > 0 && row.sequence <= rows[at - 1].sequence) return 'its rows are not in their order';
    if (event.id !== row.id) return `event ${at + 1} is not that of its row`;
    if (row.redacted) {
      if (!same(event.details, { redacted: true })) return `event ${at + 1} tells what its row does not`;
      continue;
    }
    const told = {
      id: row.id,
      event: row.event,
      at: new Date(row.at).toISOString(),
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor.name },
      details: row.details,
    };
    if (row.item_id !== itemId || !same(event, told)) return `event ${at + 1} is not that of its row`;
  }
  return null;
}

function headsOf(placed) {
  return placed
    .filter(({ kind }) => kind === 'custody_head')
    .map(({ leaf }) => parsed(Buffer.from(leaf, 'base64')).content)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** `YYYY-MM-DD` in China, of an instant. */
function chinaDay(instant) {
  return new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

function checkHeads(rows, { heads, record, report, file }) {
  const claim = 'custody heads';
  let head = createHash('sha256').update(`skydocket custody_head ${record.id}`).digest();
  let next = 0;
  for (const { day, rows: count, previous, head: stated } of heads) {
    const ofDay = rows.slice(next, next + count);
    next += count;
    if (ofDay.some(({ redacted }) => redacted)) {
      report.open(claim, file, `${day}: events are kept from the one who asked for this export`);
      head = Buffer.from(stated, 'hex');
      continue;
    }
    const isWhole = ofDay.length === count && ofDay.every(({ at }) => chinaDay(at) === day);
    const begins = head.toString('hex') === previous;
    for (const row of ofDay) head = sha256(head, canonical(withoutNulls(row)));
    if (!isWhole || !begins || head.toString('hex') !== stated) {
      report.failed(claim, file, `${day}: the events are not those whose head was entered in the log`);
      return;
    }
    report.proven(claim, file, `${day}: ${count} events are those whose head is in the log`);
  }
  const rest = rows.slice(next);
  const late = rest.find(({ at }) => at !== undefined && heads.length > 0 && chinaDay(at) <= heads.at(-1).day);
  if (late) report.failed(claim, file, `an event of ${chinaDay(late.at)} is not among those whose head was entered`);
  else if (rest.length > 0) report.open(claim, file, `${rest.length} events are newer than the last head in the log`);
}

function withoutNulls(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** What the item was linked with when it was sealed is still said, word for word; what came later is only the office's word. */
async function checkChain(bag, { record, isAsSealed, folder, report }) {
  const claim = 'chain of links';
  const file = `${folder}/chain.json`;
  const chain = await jsonOf(bag, file, report, claim);
  if (!chain) return;
  const own = chain.links.filter(({ kind }) => kind === 'evidence');
  const others = chain.links.filter(({ kind }) => kind !== 'evidence');
  const isOwn = own.length === 1 && own[0].refId === record.id && own[0].snapshot.sha256 === record.sha256;
  if (chain.itemId !== record.id || !isOwn) report.failed(claim, file, 'it is the chain of another item');
  else if (!isAsSealed)
    report.open(claim, file, `${others.length} links, by the office’s word: the item was not sealed`);
  else {
    const sealed = await jsonOf(bag, `${folder}/sealed-record.json`, report, claim);
    checkSealedLinks(sealed, others, { claim, file, report });
  }
}

function checkSealedLinks({ links }, told, { claim, file, report }) {
  const rest = [...told];
  let hidden = 0;
  for (const link of links) {
    const { kind, refId, snapshot, linkedAt } = link;
    const at = rest.findIndex((one) => one.kind === kind && one.refId === refId && one.linkedAt === linkedAt);
    const [found] = at < 0 ? [] : rest.splice(at, 1);
    const isHidden = found && same(found.snapshot, { redacted: true });
    hidden += Number(Boolean(isHidden));
    if (!found || (!isHidden && !same(found.snapshot, snapshot))) {
      report.failed(claim, file, `the link with a ${kind} is not as it was when the item was sealed`);
      return;
    }
  }
  report.proven(claim, file, `${links.length - hidden} links are as they were when the item was sealed`);
  if (hidden + rest.length > 0)
    report.open(claim, file, `${hidden} links are not told, ${rest.length} were made after the seal`);
}

const SITE_RECORD = /^data\/documents\/site-records\/([0-9a-f-]{36})\.json$/;

/** Records that were written and signed at the place: their digest, the entry in the log, the drawings. */
async function checkSiteRecords(bag, { digests, report, checkpoint }) {
  const folder = 'data/documents/site-records/';
  const ids = new Set(
    bag.names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length, folder.length + 36)),
  );
  for (const id of ids) {
    const file = `${folder}${id}.json`;
    if (!SITE_RECORD.test(file)) report.failed('on-site record', `${folder}${id}`, 'it does not belong there');
    else
      await guarded(report, ['on-site record', file], () =>
        checkSiteRecord(bag, { id, stem: `${folder}${id}`, digests, report, checkpoint }),
      );
  }
}

async function checkSiteRecord(bag, { id, stem, digests, report, checkpoint }) {
  const claim = 'on-site record';
  const files = ['', '.signed', '.proofs', '.drawings'].map((part) => `${stem}${part}.json`);
  const [view, signed, proofs, drawings] = await Promise.all(files.map((file) => jsonOf(bag, file, report, claim)));
  if (!view || !signed || !proofs || !drawings) return;
  const digest = digests.get(files[1])?.sha256;
  const fault = faultOfSiteRecord(view, signed, { id, digest });
  if (fault) report.failed(claim, files[0], fault);
  else report.proven(claim, files[0], `it says what was signed, digest ${digest}`);
  checkSiteEntry(proofs, { id, digest, kind: signed.kind, report, checkpoint, file: files[2] });
  const drawn = view.signatures.map(({ drawingSha256 }) => drawingSha256);
  const found = drawings.map((drawing) => (drawing === null ? null : sha256(drawing).toString('hex')));
  if (same(drawn, found)) report.proven('drawn signatures', files[3], `${found.length}, with their digests`);
  else report.failed('drawn signatures', files[3], 'the drawings are not those that the record names');
  report.open('drawn signatures', files[3], 'who drew them: by the office’s log-in and what the persons say');
}

function faultOfSiteRecord(view, signed, { id, digest }) {
  const { content } = view;
  const items = content.items.map(({ state: _state, evidenceIds: _ids, mismatches: _mismatches, ...item }) => item);
  const told = {
    form: 'skydocket site record 1',
    id: view.id,
    kind: view.kind,
    caseId: view.caseId,
    correctsId: view.correctsId,
    content: { ...content, items },
  };
  if (view.id !== id || view.digest !== digest) return 'it does not name the digest of what was signed';
  return same(told, signed) ? null : 'it says something else than what was signed';
}

function checkSiteEntry({ entries, waiting }, { id, digest, kind, report, checkpoint, file }) {
  const claim = 'signed at the place';
  const entry = entries.find((one) => one.kind === 'site_record');
  if (!entry && waiting > 0) return report.open(claim, file, 'its entry has no place under this head yet');
  if (!entry || entries.length !== 1) return report.failed(claim, file, 'the record was never entered in the log');
  const bytes = Buffer.from(entry.leaf, 'base64');
  const { content } = parsed(bytes) ?? {};
  const fault =
    faultOfEntry({ id }, entry, { bytes, checkpoint, kind: 'site_record' }) ??
    (same(content, { digest, kind }) ? null : 'the entry is of another record');
  return fault
    ? report.failed(claim, file, fault)
    : report.proven(
        claim,
        file,
        `entry ${entry.index} of the log, by the office's clock at ${parsed(bytes).enteredAt}`,
      );
}

/** What no mathematics can show, said for what it is. */
function checkCapture({ capturedAt, capturedSource, position, positionSource, corroboration }, report, file) {
  const held = corroboration
    ? `; held against other records: ${corroboration.verdict}, see corroboration.json for what that is worth`
    : '; held against nothing';
  report.open('time of capture', file, capturedAt ? `${capturedAt}, as ${capturedSource} claims${held}` : 'unknown');
  report.open(
    'place of capture',
    file,
    position ? `${position.lat}, ${position.lon} (WGS 84), as ${positionSource} claims${held}` : 'unknown',
  );
}

/** What a check cannot make sense of has failed it; the other checks go on. */
async function guarded(report, [claim, subject], check) {
  try {
    return await check();
  } catch (error) {
    return failedNull(report, claim, subject, `it is not in the form of an export: ${error.message}`);
  }
}

// ---------------------------------------------------------------------------------------------------------------------

/**
 * Checks a bag. Never throws for what is wrong inside of it.
 * @param path of a ZIP file or folder
 * @returns findings `{state, claim, subject, words}`, state `proven`, `failed` or `not provable here`
 */
export async function verifyBag(path, options) {
  return verifyOpened(await openBag(path), options);
}

/** The same of a bag that was opened. */
export async function verifyOpened(bag, { keys: given = [], witnesses = [], authorities = [], checkpoints = [] } = {}) {
  const report = new Report();
  const digests = await digestAll(bag, report);
  await checkDeclarations(bag, digests, report);
  await checkManifests(bag, digests, report);
  const keys = await readKeys(bag, report, given.map(readVerifierKey));
  await checkSeal(bag, { digests, report, keys });
  const options = {
    witnesses: witnesses.map(readVerifierKey),
    authorities: authorities.map((file) => new X509Certificate(readFileSync(file))),
    checkpoints,
  };
  const checkpoint = await checkCheckpoint(bag, { report, keys, options });
  const { authorities: trusted } = options;
  const stamps = await checkTimestamps(bag, { report, keys, head: checkpoint, authorities: trusted });
  await checkExhibits(bag, { digests, report, checkpoint, stamps });
  await checkSiteRecords(bag, { digests, report, checkpoint });
  return report.findings;
}

const OPTIONS = { '--key': 'keys', '--witness': 'witnesses', '--tsa-ca': 'authorities', '--checkpoint': 'checkpoints' };

function readArguments(words) {
  const options = { json: false, paths: [], keys: [], witnesses: [], authorities: [], checkpoints: [] };
  for (let at = 0; at < words.length; at += 1) {
    const list = OPTIONS[words[at]];
    if (words[at] === '--json') options.json = true;
    else if (list && words[at + 1] !== undefined) options[list].push(words[(at += 1)]);
    else if (words[at].startsWith('--')) throw new Error(`${words[at]} is not known, or says nothing`);
    else options.paths.push(words[at]);
  }
  if (options.paths.length !== 1)
    throw new Error(
      'name one bag: node skydocket-verify.mjs BAG [--key KEY] [--witness KEY] [--tsa-ca FILE] [--checkpoint FILE] [--json]',
    );
  return options;
}

/** Names come out of the bag: what would steer a terminal is shown, not obeyed. */
function shown(text) {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`);
}

function print(findings, failures, isKeyKnown) {
  for (const { state, claim, subject, words } of findings)
    console.log(shown(`${state.toUpperCase().padEnd(18)} ${claim}: ${subject}: ${words}`));
  const count = (wanted) => findings.filter(({ state }) => state === wanted).length;
  console.log(`\n${count(PROVEN)} proven, ${failures} failed, ${count(OPEN)} not provable here`);
  if (failures > 0) console.log('THIS BAG IS NOT WHAT WAS SEALED.');
  else if (isKeyKnown) console.log('Nothing in this bag is other than when it was sealed.');
  else
    console.log(
      'Nothing in this bag contradicts the rest of it. WHO SEALED IT WAS NOT CHECKED: give the office’s key with --key.',
    );
}

async function main(words) {
  const { paths, json, ...options } = readArguments(words);
  const findings = await verifyBag(paths[0], options);
  const failures = findings.filter(({ state }) => state === FAILED).length;
  if (json) console.log(JSON.stringify({ findings, failures }, null, 2));
  else print(findings, failures, options.keys.length > 0);
  return failures === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(`The bag cannot be checked: ${shown(error.message)}`);
      process.exitCode = 2;
    },
  );
}
