import { createHash } from 'node:crypto';

/** Why a subject of a frame is passed over. What follows a colon says more. */
export const REASONS = ['doublet', 'spelling', 'no subject', 'not guarded', 'abuse', 'no record'] as const;

/** One subject as the frame names it. */
export interface FrameRow {
  readonly subject: string;
  /** The part of the frame that it stands in (a state, a chapter), where the draw takes as many of each; else empty. */
  readonly group: string;
  /** Why it is passed over; empty: it is not. */
  readonly leftOut: string;
  /** Id of the probe that asks about it; empty: there is none. */
  readonly probe: string;
}

/** A list of subjects that somebody else made, and how many of them are drawn from each group. */
export interface Frame {
  readonly id: string;
  /** What the lines on top say: title, source, licence, taken. */
  readonly about: Readonly<Record<string, string>>;
  readonly draw: number;
  readonly rows: readonly FrameRow[];
}

const NEEDED = ['frame', 'title', 'source', 'licence', 'taken', 'draw'] as const;

/** Reads a frame: lines `# key: value`, a line of heads, then a subject a line, separated by tabs. Throws where a line cannot be one. */
export function readFrame(text: string, file: string): Frame {
  const about: Record<string, string> = {};
  let heads: string[] | null = null;
  const rows: FrameRow[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const at = `${file}:${index + 1}`;
    if (line.startsWith('# ')) {
      const [, key = '', value = ''] = /^# ([a-z]+): (.+)$/.exec(line) ?? [];
      if (key === '') throw new Error(`${at}: expected "# key: value", got "${line}"`);
      about[key] = value;
    } else if (heads === null) heads = line.split('\t');
    else rows.push(readRow(heads, line.split('\t'), at));
  }
  const missing = NEEDED.filter((key) => about[key] === undefined);
  if (missing.length > 0) throw new Error(`${file}: expected lines "# ${missing.join(': …", "# ')}: …", got none`);
  const draw = Number(about.draw);
  if (!Number.isInteger(draw) || draw < 1)
    throw new Error(`${file}: expected a number of subjects, got "${about.draw}"`);
  const twice = rows.find((row, index) => rows.findIndex(({ subject }) => subject === row.subject) !== index);
  if (twice !== undefined) throw new Error(`${file}: expected each subject once, got "${twice.subject}" twice`);
  return { id: about.frame ?? '', about, draw, rows };
}

function readRow(heads: readonly string[], cells: readonly string[], at: string): FrameRow {
  if (cells.length > heads.length) throw new Error(`${at}: expected ${heads.length} cells, got ${cells.length}`);
  const cell = (head: string): string => (cells[heads.indexOf(head)] ?? '').trim();
  const row = { subject: cell('subject'), group: cell('group'), leftOut: cell('left_out'), probe: cell('probe') };
  if (row.subject === '') throw new Error(`${at}: expected a subject, got none`);
  const kind = row.leftOut.split(':')[0] ?? '';
  if (row.leftOut !== '' && !(REASONS as readonly string[]).includes(kind))
    throw new Error(`${at}: expected one of ${REASONS.join(', ')}, got "${kind}"`);
  return row;
}

/** The frame's subjects in the order of the draw: by the sha256 of `frame:subject`, group by group as they first appear. */
export function inOrder({ id, rows }: Frame): FrameRow[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const key = ({ subject }: FrameRow): string => createHash('sha256').update(`${id}:${subject}`).digest('hex');
  return groups.flatMap((group) =>
    rows
      .filter((row) => row.group === group)
      .map((row) => ({ row, key: key(row) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ row }) => row),
  );
}

/** The drawn subjects: of each group the first ones in order that are not passed over. */
export function drawn(frame: Frame): FrameRow[] {
  const taken = new Map<string, number>();
  return inOrder(frame).filter(({ group, leftOut }) => {
    const n = taken.get(group) ?? 0;
    if (leftOut !== '' || n >= frame.draw) return false;
    taken.set(group, n + 1);
    return true;
  });
}
