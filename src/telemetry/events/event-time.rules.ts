/** When it was told: a clock that runs ahead would hold back everything that follows once it is put right. */
export function notAfterReceipt({ at, receivedAt }: { readonly at: Date; readonly receivedAt: Date }): Date {
  return at > receivedAt ? receivedAt : at;
}
