// Hashes pieces of many files side by side and gives each piece back to be filled again. Plain JavaScript, so that the same
// file is loaded from the sources and from the build.
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

const files = new Map();

function hashesOf(id) {
  let hashes = files.get(id);
  if (!hashes) files.set(id, (hashes = { sha256: createHash('sha256'), sm3: createHash('sm3') }));
  return hashes;
}

function take({ id, piece, length }) {
  const { sha256, sm3 } = hashesOf(id);
  const bytes = new Uint8Array(piece, 0, length);
  sha256.update(bytes);
  sm3.update(bytes);
  parentPort?.postMessage({ piece }, [piece]);
}

function end(id) {
  const { sha256, sm3 } = hashesOf(id);
  files.delete(id);
  parentPort?.postMessage({ id, sha256: sha256.digest('hex'), sm3: sm3.digest('hex') }, []);
}

parentPort?.on('message', (told) => {
  if (told.piece) take(told);
  else if (told.ends) end(told.id);
  else files.delete(told.id);
});
