import { pointsText } from '../model/share-words.ts';
import { corrections } from './corrections.ts';
import { deliveryRows, PARTS } from './delivery-rows.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { factLines } from './fact-lines.ts';
import { FACT_WORDS, factsNote } from './facts-note.ts';
import { failedCalls } from './failed-calls.ts';
import { FAMILY_NOTE } from './family-decisions.ts';
import { change, counted, inWords, languageName, percent, pText, SHOWN_CLASSES, share, thousands } from './figures.ts';
import { type FindingRow, findingRows, markedLanguage, modelNames, noControls, targetLabel } from './finding-rows.ts';
import { KNOWLEDGE_NOTE, knowledgeWords } from './knowledge-words.ts';
import { labelsNote, labelWarnings } from './label-words.ts';
import { labelledChanges } from './labelled-changes.ts';
import { LEFT_OUT_NOTE, leftOutText } from './left-out-pairs.ts';
import { findingText, modelFindings } from './model-sentence.ts';
import { ORIGIN_HEADS, originRows, originSentences } from './origin-rows.ts';
import { REGISTRATION_NOTE, registrationSentence } from './registration-lines.ts';
import { linesText, reportedSpillover, SPILLOVER_NOTE } from './spillover-rows.ts';
import { undoneWords } from './undone-words.ts';
import type { ReportData } from './view-model.ts';
import { askedText, callCounts, callNoun } from './what-was-asked.ts';

/** Changed questions that are listed. */
const MOST_CHANGED = 30;

/** The findings of a report in Markdown, for pull requests and notes. */
export function reportMarkdown(data: ReportData): string {
  const rows = findingRows(data);
  const lines = ['# Candor report', '', ...(data.note === null ? [] : [`> ${escapeMarkdown(data.note)}`, ''])];
  const targets = [...new Set(data.runs.flatMap((one) => one.targets.map(({ id }) => id)))].map(modelNames(data));
  lines.push(escapeMarkdown(askedText(data, targets)), '');
  for (const finding of modelFindings(rows)) lines.push(`- ${escapeMarkdown(findingText(finding))}`);
  lines.push('', '| model | language | class | sensitive | control | difference |', '|---|---|---|--:|--:|--:|');
  for (const row of rows) {
    const { label, sensitive, control, contrasts } = row;
    for (const name of SHOWN_CLASSES) {
      const contrast = contrasts.find((one) => one.class === name);
      const cells = [
        escapeMarkdown(label),
        markedLanguage(row, name),
        inWords(name),
        share(sensitive[name]),
        contrast === undefined || control === null ? noControls(row) : share(control[name]),
        contrast === undefined ? '–' : change(contrast),
      ];
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  lines.push(
    '',
    `Rates of judged answers with 95 % intervals, over the pairs of question and control where there are any; differences in percentage points, paired by question. ${FAMILY_NOTE}`,
  );
  lines.push(
    ...leftOut(rows),
    ...spillover(data),
    ...facts(data),
    ...byLabels(data, rows),
    ...unsure(rows),
    ...keptBack(data),
    ...byOrigin(data),
  );
  lines.push('', ...deliveries(data), ...release(data), '', ...judged(data), ...registered(data), '');
  return lines.join('\n');
}

/** How runs kept to what was registered before them, item by item; nothing where none was. */
function registered({ runs }: ReportData): string[] {
  return runs.flatMap(({ run, registration }) => {
    if (registration == null) return [];
    const { items, registration: own } = registration;
    return [
      '',
      `Run ${escapeMarkdown(run.name ?? run.id)}: ${escapeMarkdown(registrationSentence(registration))}`,
      '',
      ...own.hypotheses.map((one) => `- ${escapeMarkdown(one)}`),
      '',
      '| item | kept | registered and found |',
      '|---|---|---|',
      ...items.map(
        ({ what, kept, found }) => `| ${escapeMarkdown(what)} | ${kept ? 'yes' : 'no'} | ${escapeMarkdown(found)} |`,
      ),
      '',
      REGISTRATION_NOTE,
    ];
  });
}

/** Which pairs no difference counts, by model and language. */
function leftOut(rows: readonly FindingRow[]): string[] {
  const lines = rows.flatMap(({ label, lang, sensitive, contrasts }) => {
    const text = leftOutText(sensitive, contrasts[0]?.pairs ?? 0);
    return text === null ? [] : [`${escapeMarkdown(label)}, ${languageName(lang)}: ${text}`];
  });
  return lines.length === 0 ? [] : ['', `${LEFT_OUT_NOTE} ${lines.join('; ')}.`];
}

/** How often other states' lines were put forward, and whose. */
function spillover({ runs }: ReportData): string[] {
  const lines = reportedSpillover({ runs }).map(
    ({ label, lang, role, spillover_rate, spillover_of }) =>
      `| ${[escapeMarkdown(label), languageName(lang), role, share(spillover_rate), escapeMarkdown(linesText(spillover_of))].join(' | ')} |`,
  );
  if (lines.length === 0) return [];
  return [
    '',
    SPILLOVER_NOTE,
    '',
    '| model | language | questions | answers | whose |',
    '|---|---|---|--:|---|',
    ...lines,
  ];
}

/** Which facts were told, contradicted and left out; a row a model, language and measure, of all judged answers. */
function facts(data: ReportData): string[] {
  const { lines, by } = factLines(data);
  const shown = lines.filter(({ among }) => among === 'judged');
  if (shown.length === 0) return [];
  const rows = shown.map(
    ({ label, lang, measure, sensitive, control, difference }) =>
      `| ${[escapeMarkdown(label), languageName(lang), FACT_WORDS[measure], sensitive, control, difference].join(' | ')} |`,
  );
  const head = ['| model | language | facts | sensitive | control | difference |', '|---|---|---|--:|--:|--:|'];
  return ['', escapeMarkdown(factsNote(by)), '', ...head, ...rows];
}

/** By whose labels figures are, and the counts where they carry none. */
function byLabels(data: ReportData, rows: readonly FindingRow[]): string[] {
  const { runs } = data;
  if (callCounts(data).judged === 0) return [];
  const samples = runs.flatMap(({ sample }) => (sample == null ? [] : [sample]));
  if (samples.length === 0) {
    return [
      'No sample of these answers was drawn for people to label: the errors of whoever judged are in the figures.',
    ];
  }
  const notes = samples.flatMap((sample) => [labelsNote(sample), ...labelWarnings(sample)]);
  const counts = corrections(rows).flatMap(({ row: { label, lang }, class: name, found, labelled }) =>
    labelled === null
      ? []
      : [`- ${escapeMarkdown(label)}, ${languageName(lang)}, ${inWords(name)}: found ${found}; by labels ${labelled}`],
  );
  return ['', ...notes, ...(counts.length === 0 ? [] : ['', ...counts])];
}

/** Hand-written questions and those of each frame apart; nothing where all have one origin. */
function byOrigin(data: ReportData): string[] {
  const rows = originRows(data);
  if (rows.length === 0) return [];
  return [
    '',
    ...originSentences(data).map((sentence) => `- ${escapeMarkdown(sentence)}`),
    '',
    `| ${ORIGIN_HEADS.join(' | ')} |`,
    '|---|---|---|---|--:|',
    ...rows.map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`),
  ];
}

/** What of each difference is kept back and what is not known; nothing where no check was asked. */
function keptBack(data: ReportData): string[] {
  const rows = data.runs.flatMap(({ run, knowledge = [] }) =>
    knowledge.map((row) => ({ ...row, target: targetLabel(data, run.id, row.target) })),
  );
  if (rows.length === 0) return [];
  const lines = rows.map(({ target, lang, kept, ...parts }) => {
    const points = [parts.diff, parts.suppression, parts.incapacity, parts.unasked].map(pointsText);
    return `| ${[escapeMarkdown(target), languageName(lang), kept, ...points].join(' | ')} |`;
  });
  return [
    '',
    ...rows.flatMap(knowledgeWords).map((words) => `- ${escapeMarkdown(words)}`),
    '',
    '| model | language | kept back | difference | known | incapacity | not asked |',
    '|---|---|---|--:|--:|--:|--:|',
    ...lines,
    '',
    KNOWLEDGE_NOTE,
  ];
}

/** What the unsure verdicts leave open, a line a model and language. */
function unsure(rows: readonly FindingRow[]): string[] {
  const lines = rows.flatMap(({ label, lang, sensitive: { unsure, unsureBounds: bounds }, found }) => {
    if (bounds === null) return [];
    const open = (['refusal', 'official_narrative'] as const).map(
      (name) => `${inWords(name)} ${percent(bounds[name].lo)} to ${percent(bounds[name].hi)}`,
    );
    return [
      `- ${escapeMarkdown(label)}, ${languageName(lang)}: ${counted(unsure, 'verdict')} unsure of ${thousands(found.refusal.n)} (${percent(bounds.share)}): ${open.join(', ')}`,
    ];
  });
  if (lines.length === 0) return [];
  return [
    '',
    'Unsure verdicts are counted by their likeliest class; if none of them were of a class, and if all were:',
    '',
    ...lines,
  ];
}

function deliveries(data: ReportData): string[] {
  const rows = deliveryRows(data).map((row) => {
    const parts = PARTS.filter(({ id }) => row[id] > 0).map(({ id, words }) => `${row[id]} ${words}`);
    return `- ${escapeMarkdown(row.label)}, ${languageName(row.lang)}: ${counted(row.planned, callNoun(data))}, ${parts.join(', ')}`;
  });
  return [...rows, ...failedCalls(data).map((line) => `- no answer, ${escapeMarkdown(line)}`)];
}

function release(data: ReportData): string[] {
  const { release: found, releaseNote } = data;
  if (found === null) return releaseNote === null ? [] : ['', escapeMarkdown(releaseNote)];
  const lines = ['', `## ${escapeMarkdown(found.candidate)} against ${escapeMarkdown(found.base)}`, ''];
  const warnings = found.warnings.map((warning) => `- Warning: ${escapeMarkdown(warning)}`);
  if (warnings.length > 0) lines.push(...warnings, '');
  const nameOf = modelNames(data);
  lines.push('| model | language | class | change | p (corrected) |', '|---|---|---|--:|--:|');
  for (const cell of found.cells.filter(({ topic }) => topic === null)) {
    const p = pText(cell.p_adjusted);
    lines.push(
      `| ${[escapeMarkdown(nameOf(cell.target)), languageName(cell.lang), inWords(cell.class), change({ ...cell, ...cell.family }), p].join(' | ')} |`,
    );
  }
  const byPeople = labelledChanges(found.cells).map(({ cell, labels, base, candidate, difference }) => {
    const where = `${escapeMarkdown(nameOf(cell.target))}, ${languageName(cell.lang)}${cell.topic === null ? '' : `, ${escapeMarkdown(cell.topic)}`}`;
    return `- ${where}, ${inWords(cell.class)}: ${base} → ${candidate}, ${difference} (${labels.join(' + ')} labels)`;
  });
  const notes = (found.samples ?? []).flatMap((sample) => [labelsNote(sample), ...labelWarnings(sample)]);
  lines.push('', ...undoneWords(found.cells, [found.base, found.candidate]).map(escapeMarkdown));
  if (byPeople.length > 0) lines.push('', 'By labels:', '', ...byPeople, '', ...notes);
  lines.push('', `Questions whose commonest class changed: ${found.changed.length}.`, '');
  for (const { probe, lang, from, to } of found.changed.slice(0, MOST_CHANGED)) {
    lines.push(`- ${escapeMarkdown(probe)} (${languageName(lang)}): ${inWords(from)} → ${inWords(to)}`);
  }
  if (found.changed.length > MOST_CHANGED) lines.push(`- and ${found.changed.length - MOST_CHANGED} more`);
  return lines;
}

function judged({ runs }: ReportData): string[] {
  return runs.map(({ run, classifiers }) => {
    const by = classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ');
    return `Run ${escapeMarkdown(run.name ?? run.id)}, judged by ${by === '' ? 'nobody yet' : by}.`;
  });
}
