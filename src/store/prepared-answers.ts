import type SqliteConnection from 'better-sqlite3';
import { StoreError } from '../lib/errors.ts';
import type { StoreTogether } from './answer-writer.ts';
import type { IdentifiedAnswer } from './insert-answers.ts';
import { rowOfAttempt, rowOfResponse } from './response-row.ts';
import { rowOfVerdict } from './verdict-row.ts';

type Statement = SqliteConnection.Statement<unknown[], { id: number }>;

/** Writes answers into a SQLite file by prepared statements: the same rows as through Kysely, which builds its statements each time. */
export class PreparedAnswers {
  readonly #connection: SqliteConnection.Database;
  readonly #statements = new Map<string, Statement>();

  constructor(connection: SqliteConnection.Database) {
    this.#connection = connection;
  }

  readonly commit: StoreTogether = (work) => {
    this.#prepared('begin immediate').run();
    try {
      const results = work.map((answer) => this.#insert(answer));
      this.#prepared('commit').run();
      return results;
    } catch (error) {
      if (this.#connection.inTransaction) this.#prepared('rollback').run();
      throw error;
    }
  };

  #insert({ run, runId, trial, response, failed, identified }: IdentifiedAnswer): boolean {
    const found = this.#prepared('select id from trials where run_id = ? and key = ?').get(runId, trial);
    if (found === undefined) throw new StoreError(`expected a trial of run ${run}, got ${trial}`);
    const answered = "select id from responses where trial_id = ? and turn = ? and delivery <> 'error'";
    if (this.#prepared(answered).get(found.id, response.turn ?? 1) !== undefined) return false;
    const row = rowOfResponse(found.id, response);
    // Another process may have stored one meanwhile: the index on answers holds who was first.
    if (this.#prepared(`${insertOf('responses', row)} on conflict do nothing returning id`).get(row) === undefined)
      return false;
    for (const attempt of failed) this.#insertRow('attempts', rowOfAttempt(found.id, attempt));
    for (const { classifierId, verdict } of identified)
      this.#insertRow('verdicts', rowOfVerdict(found.id, classifierId, verdict));
    return true;
  }

  #insertRow(table: string, row: object): void {
    this.#prepared(insertOf(table, row)).run(row);
  }

  #prepared(text: string): Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#connection.prepare<unknown[], { id: number }>(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

function insertOf(table: string, row: object): string {
  const columns = Object.keys(row);
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`;
}
