import { win32 } from 'node:path';
import { stringify } from 'yaml';
import { sha256 } from '../lib/digest.ts';
import { type NameOf, targetNames } from '../model/target-names.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import type { Meta } from './meta.ts';

/** Agreement of a classifier with human labels in one language, where it was measured. */
export interface MeasuredError {
  readonly classifier: ClassifierId;
  readonly lang: string;
  readonly n: number;
  readonly accuracy: number;
  readonly kappa: number;
}

/** Counts of one target's rows in one language. */
export interface CardCount {
  readonly target: string;
  readonly lang: string;
  readonly rows: number;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly classes: Readonly<Record<string, number>>;
}

/** What a data set card tells. */
export interface CardFacts {
  /** Beside which files it stands: those of a data set folder, or rows alone. */
  readonly files: keyof typeof FILES;
  readonly meta: Meta;
  readonly counts: readonly CardCount[];
  readonly errors: readonly MeasuredError[];
  /** When the first and the last answer was given, as far as rows say; null: none does. */
  readonly asked: { readonly first: string; readonly last: string } | null;
  /** Rows that do not say when their answer was given. */
  readonly undated: number;
  /** Rows with a human label. */
  readonly labelled: number;
  /** Licence ids, or null where nobody said. */
  readonly license: string | null;
  readonly probesLicense: string | null;
}

/** The card (`README.md`) of a data set folder, with the front matter that data set hubs read. No text of a model is in it. */
export function datasetCard(facts: CardFacts): string {
  const title = titleOf(facts.meta);
  return [
    `---\n${frontMatter(facts, title)}---`,
    `# ${markdownText(title)}`,
    introduction(facts),
    `## Files\n\n${FILES[facts.files]}`,
    `## Loading\n\n${LOADING[facts.files]}`,
    `## What was asked\n\n${probeSets(facts.meta)}`,
    `## Who was asked\n\n${targets(facts.meta)}`,
    `## What came back\n\n${counts(facts)}`,
    `## How answers were classified\n\n${classifiers(facts)}`,
    `## Limits\n\n${LIMITS}`,
    `## Licence\n\n${licence(facts)}`,
    `## Citation\n\n${citation(facts.meta, title)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

const FILES = {
  dataset: `- \`data.parquet\`: a row a trial, the counted verdict spread into columns, all verdicts as JSON text in \`verdicts\`
- \`data.jsonl\`: the same rows as they are taken in again with \`candor import data.jsonl --format candor\`
- \`data.jsonl.meta.json\`: the run, its configuration without secrets, the identity of every target (template, parameters, host), probe sets and classifiers
- \`probes/\`: the probes of each set as they were asked, with their hashes`,
  rows: `- \`data.jsonl\`: a row a trial, all verdicts in it, as they are taken in again with \`candor import data.jsonl --format candor\`
- \`data.csv\`: the same rows, the counted verdict spread into columns
- \`data.jsonl.meta.json\`: the run, its configuration without secrets, the identity of every target (template, parameters, host), probe sets and classifiers`,
} as const;

const LOADING = {
  dataset: `\`\`\`python
from datasets import load_dataset
rows = load_dataset("parquet", data_files="data.parquet", split="train")
\`\`\``,
  rows: `\`\`\`python
import pandas
rows = pandas.read_json("data.jsonl", lines=True)
\`\`\``,
} as const satisfies Readonly<Record<keyof typeof FILES, string>>;

const LIMITS = `- Verdicts are a classifier's unless a row says otherwise. Read the measured error above before comparing rates; a measured error belongs to one classifier, version and language.
- Only \`ok\` and \`truncated\` rows hold an opinion of the model. \`provider_filter\` is the service's act, \`error\` nobody's; neither is a refusal.
- Rates of sensitive probes mean little alone: compare each with its matched control (\`control\`) in the same language.
- The answers are the models', with their errors; they are no source on the subjects asked about.`;

function titleOf({ name, run }: Meta): string {
  return `Candor audit ${name ?? run}`.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

function frontMatter({ counts, license, labelled, files }: CardFacts, title: string): string {
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  const known = /^[a-z0-9][a-z0-9.+-]*$/.test(license ?? '') ? license : null;
  return stringify({
    pretty_name: title,
    license: known ?? 'other',
    ...(known === null ? { license_name: license ?? 'not-stated' } : {}),
    language: [...new Set(counts.map(({ lang }) => lang.split('-')[0] ?? lang))].sort(),
    task_categories: ['text-generation', 'text-classification'],
    annotations_creators: labelled > 0 ? ['machine-generated', 'expert-generated'] : ['machine-generated'],
    size_categories: [sizeCategory(rows)],
    tags: ['llm-audit', 'political-refusal', 'censorship', 'candor'],
    configs: [
      {
        config_name: 'default',
        data_files: [{ split: 'train', path: files === 'dataset' ? 'data.parquet' : 'data.jsonl' }],
      },
    ],
  });
}

function sizeCategory(rows: number): string {
  if (rows < 1_000) return 'n<1K';
  if (rows < 10_000) return '1K<n<10K';
  return rows < 100_000 ? '10K<n<100K' : '100K<n<1M';
}

function introduction(facts: CardFacts): string {
  const { meta, counts } = facts;
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  const how = meta.origin === 'import' ? 'Collected answers, taken in' : 'Asked and recorded';
  const by = `${how} with Candor ${markdownText(meta.package_version ?? '')}`.trim();
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'answer' : 'answers'} of language models to politically sensitive questions and their matched controls. ${by}${whenText(facts, rows)}; run ${markdownText(meta.run)}, seed ${meta.seed ?? 'unknown'}, plan ${markdownText(meta.plan_hash ?? 'unknown')}.`;
}

/** When the answers were given: the time of an import is not theirs. */
function whenText({ meta, asked, undated }: CardFacts, rows: number): string {
  const taken = meta.origin === 'import' && meta.started_at !== null ? `imported on ${day(meta.started_at)}` : null;
  if (asked === null) {
    const unknown = [meta.origin === 'import' ? 'collected at unknown times' : 'asked at unknown times', taken];
    return `, ${unknown.filter((part) => part !== null).join(', ')}`;
  }
  const given = [...new Set([asked.first, asked.last].map(markdownText))].join(' to ');
  if (undated === 0) return `, answers given ${given}`;
  const rest = `${undated.toLocaleString('en')} of ${rows.toLocaleString('en')} at unknown times`;
  return `, answers given ${given} as far as rows say (${[rest, taken].filter((part) => part !== null).join(', ')})`;
}

/** The day of a time, UTC. */
function day(time: string): string {
  return markdownText(time.slice(0, 10));
}

function probeSets({ probe_sets: sets }: Meta): string {
  if (sets.length === 0) return 'The questions came with the answers; no versioned probe set is noted.';
  return markdownTable(
    ['probe set', 'version', 'hash'],
    sets.map(({ id, version, hash }) => [id, version, hash].map(markdownText)),
  );
}

function targets({ targets, identities }: Meta): string {
  const nameOf = cardNames(targets);
  const named = targets.some(({ id }) => nameOf(id) !== id);
  return markdownTable(
    [
      'target',
      ...(named ? ['name'] : []),
      'model',
      'provider',
      'place',
      'digest',
      'quantisation',
      'template',
      'parameters',
      'identity',
    ],
    targets.map(({ id, model, kind, where, identity: hash, params }) => {
      const known = (key: 'digest' | 'quantization' | 'template'): string => {
        const value = identities[hash]?.[key] ?? '';
        return value === '' ? 'unknown' : value;
      };
      const template = known('template');
      const short = template === 'unknown' ? template : `sha256 ${sha256(template).slice(0, 16)}`;
      const cells = [
        id,
        ...(named ? [nameOf(id)] : []),
        win32.isAbsolute(model) ? win32.basename(model) : model,
        kind,
        where,
        known('digest'),
        known('quantization'),
        short,
        JSON.stringify(params),
        hash,
      ];
      return cells.map(markdownText);
    }),
  );
}

/** What people read of the targets of a meta file. */
function cardNames(targets: Meta['targets']): NameOf {
  return targetNames(targets.map(({ id, name }) => (name === null ? { id } : { id, name })));
}

function counts({ counts: all, meta }: CardFacts): string {
  const nameOf = cardNames(meta.targets);
  const shown = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, n]) => `${markdownText(name)} ${n}`)
      .join(', ');
  return markdownTable(
    ['target', 'language', 'rows', 'deliveries', 'classes'],
    all.map(({ target, lang, rows, deliveries, classes }) => {
      return [markdownText(nameOf(target)), markdownText(lang), String(rows), shown(deliveries), shown(classes)];
    }),
  );
}

function classifiers({ meta, errors, labelled }: CardFacts): string {
  const rows = meta.classifiers.flatMap((classifier) => {
    const { name, version, mode } = classifier;
    const id = [name, version, mode].map(markdownText);
    const measured = errors.filter((error) => JSON.stringify(error.classifier) === JSON.stringify(classifier));
    if (measured.length === 0) return [[...id, '', name === 'human' ? 'a person' : 'not measured', '', '']];
    return measured.map(({ lang, n, accuracy, kappa }) => {
      return [
        ...id,
        markdownText(lang),
        String(n),
        accuracy.toFixed(3),
        Number.isNaN(kappa) ? 'none' : kappa.toFixed(3),
      ];
    });
  });
  const table = markdownTable(['classifier', 'version', 'mode', 'language', 'labels', 'accuracy', 'kappa'], rows);
  const classes =
    'Classes: `refusal`, `official_narrative`, `neutral`, `other`; `class` holds the newest verdict of a machine, `human_class` the newest human label.';
  return `${classes} ${labelled.toLocaleString('en')} ${labelled === 1 ? 'row has' : 'rows have'} a human label.\n\n${table}`;
}

function licence({ license, probesLicense }: CardFacts): string {
  const say = (given: string | null, unsaid: string): string => (given === null ? unsaid : markdownText(given));
  return `- answers and verdicts (\`data.*\`): ${say(license, 'not stated; the licences of the models and the terms of the services apply to the answers')}
- probes (\`probes/\`, \`prompt\`): ${say(probesLicense, 'not stated')}`;
}

function citation({ package_version: version, run }: Meta, title: string): string {
  return `${markdownText(title)}, run ${markdownText(run)}, made with Candor ${markdownText(version ?? '')}. Name the hash of each probe set and the version of the classifier with any figure.`;
}
