/** The token of an Authorization header. [RFC 6750 §2.1] */
export function bearerTokenIn(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}
