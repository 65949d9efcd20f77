import { io } from 'socket.io-client';
import { SessionFollower } from '../../src/command/index.js';
import { Helper, isProgram, serve } from '../support/helper.js';
import type { LogIn } from './raw-socket.js';

export type Absence = LogIn & { readonly sessionId: string; readonly events: number };

/** A client of the real kind in a process of its own, which has missed everything. */
export class LateComer {
  private readonly helper = Helper.start<Absence>(new URL(import.meta.url));

  /** @returns milliseconds until all events were applied */
  catchUp(absence: Absence): Promise<number> {
    return this.helper.ask(absence);
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

async function catchUp({ url, token, sessionId, events }: Absence): Promise<number> {
  const begun = performance.now();
  const socket = io(`${url}/command`, { transports: ['websocket'], auth: { token }, forceNew: true });
  try {
    return await new Promise<number>((done, fail) => {
      const follower = new SessionFollower(sessionId, ({ seq }) => {
        if (seq === events) done(performance.now() - begun);
      });
      socket.once('connect', () => void follower.follow(socket).catch(fail));
      socket.once('connect_error', fail);
    });
  } finally {
    socket.disconnect();
  }
}

if (isProgram(import.meta.url)) serve(async (asked) => catchUp(asked as Absence));
