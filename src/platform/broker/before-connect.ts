import type { Socket } from 'node:net';

/** A CONNECT with a long name, a secret and a last will is far below it. */
export const MAX_BYTES_BEFORE_CONNECT = 4 * 1024;

/**
 * Ends the connection that sends more before it is let in: nobody has proved anything yet, and packets of the full size
 * would lie in memory for each who only connects. @returns what lifts the limit
 */
export function limitBeforeConnect(socket: Socket, tooMuch: () => void): () => void {
  let bytes = 0;
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (Buffer.isBuffer(chunk)) bytes += chunk.length;
    if (bytes <= MAX_BYTES_BEFORE_CONNECT) return chunk;
    tooMuch();
    socket.destroy();
    return null;
  };
  return () => {
    socket.read = read;
  };
}
