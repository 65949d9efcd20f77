/** What a server showed, as far as it is judged. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly keyKind: 'rsa' | 'ec' | 'other';
  readonly keyBits: number;
  /** How many certificates it sent. */
  readonly chainLength: number;
  readonly isSelfSigned: boolean;
  /** OpenSSL's word for what is wrong with the chain; null where it leads to a known authority. */
  readonly chainFault: string | null;
  readonly isForHost: boolean;
  readonly protocol: string | null;
}

export type CertificateFault =
  | 'TLS_SELF_SIGNED'
  | 'TLS_EXPIRED'
  | 'TLS_NOT_YET_VALID'
  | 'TLS_WRONG_HOST'
  | 'TLS_KEY_SHORT'
  | 'TLS_CHAIN_INCOMPLETE'
  | 'TLS_UNKNOWN_AUTHORITY';

/** What Android, on which controllers run, and every public authority ask for at least. */
const SHORTEST_BITS = { rsa: 2048, ec: 224, other: 0 } as const;
const TIME_FAULTS: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** The authority above the last certificate that was sent is missing. */
const UNRESOLVED: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Everything that is wrong, what weighs most first. */
export function certificateFaults(shown: ShownCertificate, now: Date): CertificateFault[] {
  const faults: (CertificateFault | false)[] = [
    shown.isSelfSigned && 'TLS_SELF_SIGNED',
    !shown.isSelfSigned && authorityFault(shown),
    shown.validTo <= now && 'TLS_EXPIRED',
    shown.validFrom > now && 'TLS_NOT_YET_VALID',
    !shown.isForHost && 'TLS_WRONG_HOST',
    shown.keyBits < SHORTEST_BITS[shown.keyKind] && 'TLS_KEY_SHORT',
  ];
  return faults.filter((fault) => fault !== false);
}

/** A server that sends only its own certificate mostly has an authority that is known, and lacks the one between. */
function authorityFault({ chainFault, chainLength }: ShownCertificate): CertificateFault | false {
  if (chainFault === null || TIME_FAULTS.has(chainFault)) return false;
  return UNRESOLVED.has(chainFault) && chainLength === 1 ? 'TLS_CHAIN_INCOMPLETE' : 'TLS_UNKNOWN_AUTHORITY';
}
