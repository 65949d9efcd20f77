import { ApiClient } from '../../scenario/api-client.js';

const FRESH_MS = 5 * 60_000;

/** Somebody who stays logged in: what a log-in gives ends after some minutes. */
export class LastingLogIn {
  private current: { readonly client: Promise<ApiClient>; readonly until: number } | undefined;

  constructor(
    private readonly url: string,
    private readonly username: string,
    private readonly password: string,
  ) {}

  client(): Promise<ApiClient> {
    if (!this.current || this.current.until < Date.now())
      this.current = {
        client: ApiClient.logIn(this.url, this.username, this.password),
        until: Date.now() + FRESH_MS,
      };
    const { client } = this.current;
    // One that failed is not kept.
    client.catch(() => (this.current = undefined));
    return client;
  }
}
