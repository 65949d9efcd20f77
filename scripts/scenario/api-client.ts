import { io, type Socket } from 'socket.io-client';

/** Answers are looked into freely by tests, so their type is open. */
export interface Answer<Body = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface LoggedInUser {
  readonly id: string;
  readonly username: string;
  readonly roles: readonly string[];
  readonly unit: { readonly id: string; readonly name: string };
}

type AnyBody = Record<string, never>;

/** A person (or key) at the HTTP and socket interfaces. */
export class ApiClient {
  private readonly sockets: Socket[] = [];

  constructor(
    readonly url: string,
    readonly token: string,
    readonly user: LoggedInUser,
  ) {}

  static async logIn(url: string, username: string, password: string): Promise<ApiClient> {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (response.status !== 200) throw new Error(`log-in of ${username}: ${response.status} ${await response.text()}`);
    const { accessToken, user } = (await response.json()) as { accessToken: string; user: LoggedInUser };
    return new ApiClient(url, accessToken, user);
  }

  get<Body = AnyBody>(path: string, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  post<Body = AnyBody>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return this.send('POST', path, body, headers);
  }

  patch<Body = AnyBody>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.send('PATCH', path, body);
  }

  delete<Body = AnyBody>(path: string): Promise<Answer<Body>> {
    return this.send('DELETE', path);
  }

  /** @param path below /api/v1, or absolute when it begins with `//` (`//readyz`) */
  async send<Body = AnyBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const isForm = body instanceof FormData;
    const response = await fetch(path.startsWith('//') ? this.url + path.slice(1) : `${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    };
  }

  /** Connects to a namespace, such as `/live`; resolves once connected, rejects when refused. */
  async socket(namespace: string): Promise<Socket> {
    const socket = io(this.url + namespace, {
      transports: ['websocket'],
      auth: { token: this.token },
      reconnection: false,
      forceNew: true,
    });
    this.sockets.push(socket);
    await new Promise<void>((done, fail) => {
      socket.once('connect', done);
      socket.once('connect_error', fail);
    });
    return socket;
  }

  close(): void {
    for (const socket of this.sockets) socket.disconnect();
  }
}
