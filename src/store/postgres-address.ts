/** True of a place of a store that names a database server, and no file. */
export function isPostgresAddress(place: string): boolean {
  return /^postgres(ql)?:\/\//i.test(place);
}

/** A place of a store as it may be shown: an address without user, password and parameters. */
export function shownPlace(place: string): string {
  if (!isPostgresAddress(place)) return place;
  if (!URL.canParse(place)) return 'postgres://…';
  const { host, pathname } = new URL(place);
  return `postgres://${host}${pathname}`;
}
