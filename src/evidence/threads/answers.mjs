// What all reading threads have in common: a task comes, an answer goes, or why there is none. Plain JavaScript, so that the
// same file is loaded from the sources and from the build.
import { parentPort } from 'node:worker_threads';

const MOST_CHARACTERS = 200;

/** Answers each task with what `work` makes of it. A fault of the system is told apart from one of the file. */
export function answerTasks(work) {
  parentPort?.on('message', (task) => {
    void answerTo(work, task).then((answer) => parentPort?.postMessage(answer, []));
  });
}

async function answerTo(work, task) {
  try {
    return { answer: await work(task) };
  } catch (error) {
    const fault = String(error?.message ?? error).slice(0, MOST_CHARACTERS);
    return { fault, system: error?.syscall === undefined ? undefined : error.code };
  }
}
