/** A time as collectors note it, as ISO 8601 in UTC; one without a zone is taken as UTC. null for what is no time. */
export function utcTime(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const time = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
