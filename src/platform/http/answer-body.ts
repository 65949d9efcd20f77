/** The body of a service’s answer; undefined where it is more than `bytes`, of which the rest is not read. */
export async function bodyWithin(answer: Response, bytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > bytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
