// Reads the directory of one raster at a time, in a thread of its own, as metadata.worker.mjs does for pictures: no pixel is
// decoded. Plain JavaScript, so that the same file is loaded from the sources and from the build.
import { answerTasks } from '../threads/answers.mjs';
import { openRaster } from './raster-file.mjs';
import { readTags } from './raster-tags.mjs';

answerTasks(async ({ path }) => {
  const file = await openRaster(path);
  try {
    return await readTags(file);
  } finally {
    await file.close();
  }
});
