/** Makes a store that nothing is in, and gives the environment by which commands take it. */
export type StoreEnv = () => Promise<Readonly<Record<string, string>>>;

/** The usual one: a SQLite file in the folder that the command runs in. */
export const sqliteEnv: StoreEnv = async () => ({});
