import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ResponseRecord } from '../model/answer.ts';
import type { StoredVerdict } from '../model/stored-trial.ts';
import {
  CLASSES,
  type ClassifierId,
  FIRST_CODEBOOK,
  JUDGED_TEXTS,
  judgedFactSchema,
  MODES,
  VERDICT_FLAGS,
} from '../model/verdict.ts';
import { listToText, textToList } from './list-column.ts';
import { parseColumn, wordReader } from './parse-column.ts';
import type { Database, NewVerdictRow } from './schema.ts';

type VerdictRow = Selectable<Database['verdicts']> &
  Pick<Selectable<Database['classifiers']>, 'name' | 'version' | 'mode'>;

const TABLE = 'verdicts';
const FACTS = z.array(judgedFactSchema);
const readClass = wordReader(CLASSES, TABLE, 'class');
const readFlag = wordReader(VERDICT_FLAGS, TABLE, 'flags');
const readJudged = wordReader(JUDGED_TEXTS, TABLE, 'judged');
const readMode = wordReader(MODES, 'classifiers', 'mode');

/** A verdict as a row. Only the offsets of its evidence are kept: the text is in the response. */
export function rowOfVerdict(trialId: number, classifierId: number, verdict: StoredVerdict): NewVerdictRow {
  return {
    trial_id: trialId,
    classifier_id: classifierId,
    judged: verdict.of,
    class: verdict.class,
    sub: verdict.sub,
    flags: listToText(verdict.flags),
    confidence: verdict.confidence,
    evidence_start: verdict.evidence?.start ?? null,
    evidence_end: verdict.evidence?.end ?? null,
    unjudged: verdict.unjudged === true ? 1 : 0,
    note: verdict.note ?? null,
    at: verdict.at,
    author: verdict.by,
    line_of: verdict.line_of ?? null,
    unsure: verdict.unsure === true ? 1 : 0,
    codebook: verdict.codebook ?? FIRST_CODEBOOK,
    turn: verdict.turn ?? 1,
    judged_facts: verdict.judged_facts === undefined ? null : JSON.stringify(verdict.judged_facts),
  };
}

/** The verdict of a row; `response` gives the text of its evidence, which stays empty where texts were not read. */
export function verdictOfRow(row: VerdictRow, response: ResponseRecord | null): StoredVerdict {
  const of = readJudged(row.judged, row.id);
  const judged = (of === 'reasoning' ? response?.reasoning : response?.text) ?? '';
  const { evidence_start: start, evidence_end: end } = row;
  const verdict: { -readonly [Field in keyof StoredVerdict]: StoredVerdict[Field] } = {
    class: row.class === null ? null : readClass(row.class, row.id),
    sub: row.sub,
    flags: row.flags === null ? [] : textToList(row.flags).map((flag) => readFlag(flag, row.id)),
    of,
    confidence: row.confidence,
    evidence: start === null || end === null ? null : { start, end, text: judged.slice(start, end) },
    classifier: classifierOfRow(row),
    at: row.at,
    by: row.author,
  };
  if (row.unjudged === 1) verdict.unjudged = true;
  if (row.unsure === 1) verdict.unsure = true;
  if (row.line_of !== null) verdict.line_of = row.line_of;
  if (row.codebook !== FIRST_CODEBOOK) verdict.codebook = row.codebook;
  if (row.turn !== 1) verdict.turn = row.turn;
  if (row.judged_facts !== null)
    verdict.judged_facts = parseColumn(FACTS, row.judged_facts, { table: TABLE, row: row.id, field: 'judged_facts' });
  if (row.note !== null) verdict.note = row.note;
  return verdict;
}

/** The classifier that a joined row names. */
export function classifierOfRow({ name, version, mode }: Record<keyof ClassifierId, string>): ClassifierId {
  return { name, version, mode: readMode(mode, name) };
}
