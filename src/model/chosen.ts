/** The keys of a table that are chosen in it, in its order. A table over all choices (`satisfies Record<…>`) makes a new one be decided on. */
export function chosen<const Table extends Readonly<Record<string, boolean>>>(
  table: Table,
): readonly { [Key in keyof Table & string]: Table[Key] extends true ? Key : never }[keyof Table & string][] {
  type Chosen = { [Key in keyof Table & string]: Table[Key] extends true ? Key : never }[keyof Table & string];
  const isChosen = (key: string): key is Chosen => table[key] === true;
  return Object.keys(table).filter(isChosen);
}
