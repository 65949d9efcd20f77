const MINUTE_MS = 60_000;

/** How long someone has been away, in whole minutes. */
export function minutesAway(lastSeenAt: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - lastSeenAt.getTime()) / MINUTE_MS));
}

/** Why a deputy commands now, as the record states it. */
export function absenceReason(name: string, minutes: number) {
  return {
    zh: `指挥员${name}离线已满 ${minutes} 分钟，由副指挥员接任`,
    en: `The commander ${name} has been away for ${minutes} minutes; the deputy assumes command`,
  };
}
