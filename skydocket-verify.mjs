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

/** The files of an unpacked bag. */
class FolderBag {
  constructor(root) {
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
class ZipBag {
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
      const hashes = known.map((algorithm) => createHash(algorithm));
      let size = 0;
      for await (const chunk of await bag.stream(name)) {
        size += chunk.length;
        for (const hash of hashes) hash.update(chunk);
      }
      if (size !== bag.lengthOf(name)) throw new Error(`it holds ${size} bytes and should hold ${bag.lengthOf(name)}`);
      digests.set(name, {
        size,
        ...Object.fromEntries(known.map((algorithm, n) => [algorithm, hashes[n].digest('hex')])),
      });
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
  messageDigest: '1.2.840.113549.1.9.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
};
const DIGEST_OIDS = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
};

/** One value of DER: its tag, what it holds, and its own bytes. */
function readDer(bytes, at = 0) {
  const tag = bytes[at];
  let [length, start] = [bytes[at + 1], at + 2];
  if (length > 0x80) {
    const digits = length - 0x80;
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

function oidOf({ content }) {
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

/** What a time stamp says, and whether its own signature holds. @throws Error */
function readTimestamp(bytes) {
  const outer = childrenOf(readDer(bytes));
  const contentInfo = outer[0].tag === 0x30 && outer.length > 1 ? outer[1] : readDer(bytes);
  const [type, wrapped] = childrenOf(contentInfo);
  if (oidOf(type) !== OIDS.signedData) throw new Error('it is no signed time stamp');
  const parts = childrenOf(childrenOf(wrapped)[0]);
  const [infoType, infoWrapped] = childrenOf(parts[2]);
  if (oidOf(infoType) !== OIDS.tstInfo) throw new Error('it is no time stamp');
  const info = childrenOf(infoWrapped)[0].content;
  const certificates = childrenOf(parts.find(({ tag }) => tag === 0xa0) ?? { content: Buffer.alloc(0) }).map(
    ({ whole }) => new X509Certificate(whole),
  );
  const signer = childrenOf(childrenOf(parts.at(-1))[0]);
  return { ...readTstInfo(info), ...checkSigner(signer, info, certificates) };
}

function readTstInfo(info) {
  const [, , imprint, , time] = childrenOf(readDer(info));
  const [algorithm, digest] = childrenOf(imprint);
  const [, y, mo, d, h, mi, s] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(time.content.toString('latin1')) ?? [];
  if (!y) throw new Error('its time cannot be read');
  return {
    algorithm: DIGEST_OIDS[oidOf(childrenOf(algorithm)[0])],
    imprint: digest.content,
    at: new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`),
  };
}

/** The signer signs attributes, one of which is the digest of the time stamp; the certificate is the one whose key fits. */
function checkSigner(signer, info, certificates) {
  const attributes = signer.find(({ tag }) => tag === 0xa0);
  const algorithm = DIGEST_OIDS[oidOf(childrenOf(signer[2])[0])];
  const signature = signer.filter(({ tag }) => tag === 0x04).at(-1).content;
  if (!attributes || !algorithm) throw new Error('its signature is of a kind that is not known here');
  const digest = childrenOf(attributes).find((attribute) => oidOf(childrenOf(attribute)[0]) === OIDS.messageDigest);
  const stated = digest && childrenOf(childrenOf(digest)[1])[0].content;
  // What is signed is the SET, though it is stored under another tag (RFC 5652, 5.4).
  const signed = Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)]);
  const certificate = certificates.find((one) => signatureFits(algorithm, signed, one.publicKey, signature));
  const fits = Boolean(certificate && stated?.equals(createHash(algorithm).update(info).digest()));
  return { fits, certificate, certificates };
}

/** Whether the certificate leads to this authority, is for time stamps, and was valid then. */
function isTrusted({ certificate, certificates, at }, authority) {
  if (!certificate.keyUsage?.includes(OIDS.timeStamping)) return false;
  let current = certificate;
  for (let step = 0; step <= certificates.length; step += 1) {
    if (at < new Date(current.validFrom) || at > new Date(current.validTo)) return false;
    if (current.fingerprint256 === authority.fingerprint256) return true;
    if (current.checkIssued(authority) && current.verify(authority.publicKey)) return at <= new Date(authority.validTo);
    const issuer = certificates.find(
      (one) => one.ca && one !== current && current.checkIssued(one) && current.verify(one.publicKey),
    );
    if (!issuer) return false;
    current = issuer;
  }
  return false;
}

// ---------------------------------------------------------------------------------------------------------------------
// The bag: nothing is missing, nothing was added, nothing is other than when it was written (RFC 8493)

const manifestName = (algorithm) => `manifest-${algorithm}.txt`;
const tagManifestName = (algorithm) => `tagmanifest-${algorithm}.txt`;
const TAG_MANIFESTS = ALGORITHMS.map(tagManifestName);

/** The lines of a manifest as this system writes them: digest, two spaces, path; by path; each path once. @throws Error */
function readManifest(text, digits) {
  if (!text.endsWith('\n')) throw new Error('its end is cut off');
  const lines = new Map();
  for (const line of text.slice(0, -1).split('\n')) {
    const [, digest, path] = new RegExp(`^([0-9a-f]{${digits}})  (.+)$`).exec(line) ?? [];
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
  for (const [file, digest] of listed) {
    if (!names.includes(file)) yield [file, 'the file is missing'];
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
  const head = { ...checkpoint, note };
  await guarded(report, ['log only grew', CONSISTENCY], async () => {
    const growth = await readGrowth(bag, report);
    await checkWitnesses(bag, { report, keys, head, growth, witnesses: options.witnesses });
    checkOlder({ report, keys, head, growth, files: options.checkpoints });
  });
  return head;
}

/** Proofs that the log of the bag's head begins with the logs of older heads, by their sizes. */
async function readGrowth(bag, report) {
  if (!bag.names.includes(CONSISTENCY)) return new Map();
  const stated = await jsonOf(bag, CONSISTENCY, report, 'log only grew');
  return new Map(stated?.proofs.map(({ from, proof }) => [from, proof.map((part) => Buffer.from(part, 'base64'))]));
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
  if (!keys.some((key) => isSignedBy(note, key)?.fits))
    return report.failed(claim, file, 'the older head is not signed by this office');
  if (origin !== head.origin) return report.failed(claim, file, 'the older head is of another log');
  const proof = size === head.size ? [] : growth.get(size);
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

async function checkTimestamps(bag, { report, checkpoint, options }) {
  const claim = 'existed by this time';
  const tokens = bag.names.filter((name) => /^data\/log\/timestamps\/.+\.tsr$/.test(name));
  if (tokens.length === 0)
    return report.open(claim, CHECKPOINT, 'no time-stamping authority confirmed a head of this log');
  const notes = [...(checkpoint ? [checkpoint.note] : []), ...(await otherNotes(bag, report))];
  for (const name of tokens)
    await checkTimestamp(bag, { report, claim, name, notes, authorities: options.authorities });
  return undefined;
}

async function otherNotes(bag, report) {
  const names = bag.names.filter((name) => /^data\/log\/timestamps\/.+\.checkpoint\.txt$/.test(name));
  return (await Promise.all(names.map((name) => noteOf(bag, name, report, 'existed by this time')))).filter(Boolean);
}

async function checkTimestamp(bag, { report, claim, name, notes, authorities }) {
  try {
    const stamp = readTimestamp(await readWhole(bag, name));
    const note = notes.find(({ text }) => createHash(stamp.algorithm).update(text).digest().equals(stamp.imprint));
    if (!note) return report.failed(claim, name, 'it stamps none of the heads in this bag');
    if (!stamp.fits) return report.failed(claim, name, 'its own signature does not fit');
    const by = stamp.certificate.subject.replaceAll('\n', ', ');
    const { size } = readCheckpoint(note);
    const words = `${size} entries were there by ${stamp.at.toISOString()}, says ${by}`;
    if (authorities.length === 0)
      return report.open(claim, name, `${words}; whether to trust it: give its authority's certificate with --tsa-ca`);
    return authorities.some((authority) => isTrusted(stamp, authority))
      ? report.proven(claim, name, words)
      : report.failed(claim, name, `${by} does not lead to the given authority, or was not valid then`);
  } catch (error) {
    return report.failed(claim, name, error.message);
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The exhibits

const EXPORT = 'data/export.json';

async function checkExhibits(bag, { digests, report, checkpoint }) {
  const index = await jsonOf(bag, EXPORT, report, 'list of exhibits');
  if (!Array.isArray(index?.exhibits))
    return index && report.failed('list of exhibits', EXPORT, 'it names no exhibits');
  for (const exhibit of index.exhibits) {
    const file = `data/exhibits/${exhibit?.number}/proofs.json`;
    await guarded(report, ['record', file], () => checkExhibit(bag, exhibit, { digests, report, checkpoint }));
  }
  return undefined;
}

async function checkExhibit(bag, exhibit, { digests, report, checkpoint }) {
  const folder = `data/exhibits/${exhibit.number}`;
  const record = await jsonOf(bag, `${folder}/record.json`, report, 'record');
  const proofs = await jsonOf(bag, `${folder}/proofs.json`, report, 'entries in the log');
  if (!record || !proofs) return;
  const agrees =
    ['sha256', 'sm3', 'size'].every((field) => record[field] === exhibit[field]) && record.id === exhibit.itemId;
  if (!agrees) report.failed('record', `${folder}/record.json`, `it is not the item that ${EXPORT} names`);
  checkOriginal(record, exhibit, { digests, report });
  checkEntries(record, proofs, { report, checkpoint, file: `${folder}/proofs.json` });
  checkSealedRecord(proofs, { digests, report, file: `${folder}/sealed-record.json` });
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

/** What was entered must be what the record says, and in the log under the signed head. */
function checkEntries(record, { entries, waiting }, { report, checkpoint, file }) {
  for (const kind of ['preserved', 'sealed']) {
    const own = entries.filter((entry) => entry.kind === kind);
    if (own.length > 0) for (const entry of own) checkEntry(record, entry, { report, checkpoint, file, kind });
    else if (kind === 'preserved')
      report.failed(
        kind,
        file,
        waiting > 0 ? 'it has no place in the log yet' : 'the item was never entered in the log',
      );
    else if (record.state === 'sealed' || record.seal)
      report.failed(kind, file, 'the record says sealed, the log holds no seal');
    else report.open(kind, file, 'the item was not sealed when it was exported');
  }
  for (const entry of entries.filter(({ kind }) => !['preserved', 'sealed'].includes(kind)))
    checkEntry(record, entry, { report, checkpoint, file, kind: entry.kind });
}

function checkEntry(record, entry, { report, checkpoint, file, kind }) {
  const bytes = Buffer.from(entry.leaf, 'base64');
  const fault = faultOfEntry(record, entry, { bytes, checkpoint, kind });
  if (fault) return report.failed(kind, file, fault);
  const { enteredAt } = JSON.parse(bytes.toString('utf8'));
  return report.proven(kind, file, `entry ${entry.index} of the log, by the office's clock at ${enteredAt}`);
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
  if (!seal && !found) return undefined;
  if (!seal) return report.failed(claim, file, 'the log holds no seal of this item');
  if (!found) return report.open(claim, file, 'what the item said when it was sealed is not in this bag');
  const { recordSha256 } = parsed(Buffer.from(seal.leaf, 'base64'))?.content ?? {};
  return found.sha256 === recordSha256
    ? report.proven(claim, file, 'it is what the item said when it was sealed')
    : report.failed(claim, file, 'it is not what the item said when it was sealed');
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
export async function verifyBag(path, { keys: given = [], witnesses = [], authorities = [], checkpoints = [] } = {}) {
  const bag = await openBag(path);
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
  await guarded(report, ['existed by this time', CHECKPOINT], () =>
    checkTimestamps(bag, { report, checkpoint, options }),
  );
  await checkExhibits(bag, { digests, report, checkpoint });
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
