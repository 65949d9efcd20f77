// Reads the directory of one raster at a time, in a thread of its own, as metadata.worker.mjs does for pictures: no pixel is
// decoded. Plain JavaScript, so that the same file is loaded from the sources and from the build.
import { parentPort } from 'node:worker_threads';
import { openRaster } from './raster-file.mjs';
import { readTags } from './raster-tags.mjs';

parentPort?.on('message', ({ path }) => {
  void outcomeOf(path).then((outcome) => parentPort?.postMessage(outcome, []));
});

async function outcomeOf(path) {
  let file;
  try {
    file = await openRaster(path);
    return { outcome: 'read', tags: await readTags(file) };
  } catch (error) {
    return { outcome: 'unreadable', reason: String(error?.message ?? error).slice(0, 200) };
  } finally {
    await file?.close();
  }
}
