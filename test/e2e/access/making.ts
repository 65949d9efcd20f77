import type { ApiClient } from '../../support/client.js';

/** The id of what was made. */
export async function made(client: ApiClient, path: string, body: unknown): Promise<string> {
  const answer = await client.post<{ id: string }>(path, body);
  await expectStatus(answer, 201);
  return answer.body.id;
}

export async function expectStatus(answer: { readonly status: number; readonly body: unknown }, status: number) {
  if (answer.status !== status)
    throw new Error(`expected ${status}, came ${answer.status} ${JSON.stringify(answer.body)}`);
}
