import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { readRows } from '../../formats/candor.ts';
import { readMeta } from '../../formats/meta.ts';
import { fileSource } from '../../formats/read-lines.ts';
import type { Row } from '../../formats/row.ts';
import { servedOfRow } from '../../formats/served-of-row.ts';
import { sha256 } from '../../lib/digest.ts';
import { TargetError } from '../../lib/errors.ts';
import { armedId } from '../../model/arm.ts';
import { type Identity, identitySchema } from '../../model/identity.ts';
import type { Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { unknownIdentity } from '../identity-parts.ts';
import type { Inspection, Target, TargetIo } from '../target.ts';

/** What of a recording's meta file is read: the identities by their hash, and what people read of its targets. */
const notesSchema = z.looseObject({
  identities: z.record(z.string(), identitySchema).default({}),
  targets: z.array(z.looseObject({ id: z.string(), name: z.string().nullable().default(null) })).default([]),
});

/**
 * Answers from an exported JSONL file, by variant, target and sample, so that a run can be replayed. `spec.model` names
 * the target inside the file; empty means its only one. In an arm it gives the answers of that arm. Throws ConfigError for a broken file, TargetError for an unknown target.
 */
export async function createRecordingTarget(spec: TargetSpec, _io: TargetIo): Promise<Target> {
  const file = spec.file ?? '';
  const byTarget = new Map<string, Row[]>();
  for await (const { value: row } of readRows(fileSource(file))) {
    const recorded = armedId(row.target, row.arm);
    const rows = byTarget.get(recorded);
    if (rows === undefined) byTarget.set(recorded, [row]);
    else rows.push(row);
  }
  const only = [...byTarget].filter(([, [row]]) => spec.arm === undefined || row?.arm === spec.arm).map(([id]) => id);
  const name = spec.model === '' && only.length === 1 ? only[0] : armedId(spec.model, spec.arm);
  const rows = byTarget.get(name ?? '');
  if (name === undefined || rows === undefined) {
    const has = byTarget.size === 0 ? 'no answers' : [...byTarget.keys()].join(', ');
    const asked = spec.model === '' ? 'got none' : `got "${spec.model}"`;
    const where = 'name one in the field "model", or behind # in --target recording:FILE#TARGET';
    throw new TargetError(`expected a target of the recording ${file} (it has ${has}), ${asked}; ${where}`);
  }
  const answers = new Map(rows.map((row) => [`${row.variant}/${row.sample}/${row.turn}`, row]));
  const notes = await readMeta(file, notesSchema);
  const identity = await identityOf(file, name, rows, notes?.identities ?? {});
  const called = notes?.targets.find(({ id }) => id === name)?.name ?? null;
  return {
    spec,
    identify: async (): Promise<Inspection> => ({
      answers: true,
      identity,
      warnings: [],
      ...(called === null ? {} : { name: called }),
    }),
    ask: async ({ key }) => {
      const { turn = 1 } = key;
      const row = answers.get(`${key.variant}/${key.sample}/${turn}`);
      if (row !== undefined) return replyOf(row);
      const which = turn === 1 ? '' : `, turn ${turn}`;
      return failed(`the recording holds no answer of ${name} to this wording as sample ${key.sample + 1}${which}`);
    },
    close: async () => answers.clear(),
  };
}

/** The identity of what was recorded, marked as a recording with the file's digest. */
async function identityOf(
  file: string,
  name: string,
  rows: readonly Row[],
  known: Readonly<Record<string, Identity>>,
): Promise<Identity> {
  const digest = sha256(await readFile(file));
  const recorded: Partial<Identity> = known[rows[0]?.identity ?? ''] ?? {};
  return {
    ...unknownIdentity('recording', name),
    family: rows[0]?.family ?? null,
    ...recorded,
    kind: 'recording',
    details: { ...recorded.details, recording: { file: basename(file), sha256: digest, kind: recorded.kind ?? null } },
  };
}

function replyOf(row: Row): Reply {
  const served = servedOfRow(row);
  return {
    text: row.response,
    reasoning: row.reasoning,
    reasoningState: row.reasoning_state,
    finish: row.finish,
    status: null,
    failure: null,
    envelope: { recorded: { run: row.run, trial: row.trial, asked_at: row.asked_at, latency_ms: row.latency_ms } },
    usage: row.usage,
    ...(served === undefined ? {} : { served }),
    ...(row.answer_end === null ? {} : { answerEnd: row.answer_end }),
    ...(row.first_tokens === null ? {} : { firstTokens: row.first_tokens }),
    made: { askedAt: row.asked_at, latencyMs: row.latency_ms },
    recorded: { delivery: row.delivery, side: row.side, kind: row.kind, flags: row.delivery_flags },
  };
}

function failed(message: string): Reply {
  return {
    text: '',
    reasoning: null,
    reasoningState: 'absent',
    finish: null,
    status: null,
    failure: { kind: 'configuration', message, body: null, retryAfterMs: null },
    envelope: {},
    usage: null,
    made: { askedAt: null, latencyMs: null },
    recorded: null,
  };
}
