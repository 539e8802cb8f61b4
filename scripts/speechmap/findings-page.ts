import { pointsWithInterval } from '../../src/cli/table.ts';
import type { Contrast } from '../../src/compare/contrast.ts';
import { type SummaryRow, summarize } from '../../src/compare/summarize.ts';
import { type ClassName, groupBy } from '../../src/compare/tally.ts';
import { markdownTable, markdownText } from '../../src/formats/markdown-text.ts';
import { compareText } from '../../src/lib/compare-text.ts';
import type { Observation } from '../../src/model/observation.ts';
import { percentRange, wholePercent } from '../../src/model/share-words.ts';
import type { NameOf } from '../../src/model/target-names.ts';
import type { ClassifierId } from '../../src/model/verdict.ts';
import { answerKey, type JudgeLabel } from './judge-labels.ts';
import { modelsOf, POOLED_FAMILIES, type PooledFamily, pooled } from './pooled-families.ts';

/** What the page is made of; it holds no text of an answer. */
export interface Findings {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly observations: readonly Observation[];
  readonly classifiers: readonly ClassifierId[];
  readonly nameOf: NameOf;
  /** κ of the classifier against labels of this collection that its fit had not seen, by language. */
  readonly kappa: Readonly<Record<string, number>>;
  readonly labels: readonly JudgeLabel[];
  readonly skipped: number;
  /** What part of the collection the files hold, in Markdown; empty: nothing is said. */
  readonly note: string;
  /** ISO 8601, the day. */
  readonly day: string;
}

const SHOWN = ['refusal', 'official_narrative'] as const satisfies readonly ClassName[];
const WORDS = { refusal: 'refusal', official_narrative: 'official narrative' } as const;
const OPINIONS = ['COMPLETE', 'EVASIVE', 'DENIAL'];
const CHINA = { en: 'English', 'zh-Hans': 'Chinese' } as const;
type ChinaLang = keyof typeof CHINA;

/** The page `docs/findings/speechmap.md`, in Markdown. */
export function findingsPage(findings: Findings): string {
  const { observations, classifiers } = findings;
  return `${[
    '# What SpeechMap’s answers about China say of DeepSeek, Qwen and Llama',
    intro(findings),
    '## The families',
    `Each family is the models of one maker; a question is one unit, and the models are its repetitions, so the intervals speak of other questions of this kind and not of other models. What others made of these models (distillations, uncensored versions) is in no family.`,
    familyTable(observations),
    POOLED_FAMILIES.map((family) => sentence(family, observations)).join('\n'),
    'Llama is made in the United States: there the controls are about its own state, so no difference is taken from them.',
    '## Every model',
    ...SHOWN.flatMap((of) => [`### ${capital(WORDS[of])}`, modelTable(findings, of)]),
    `${NOTE_ON_UNSURE} Intervals over ${questions(observations)} questions are wide, and one answer a question was collected.`,
    '## The judges’ labels beside',
    ...judgesPart(findings),
    '## What this does not say',
    LIMITS(classifiers),
  ].join('\n\n')}\n`;
}

const NOTE_ON_UNSURE =
  '`unsure` counts the answers whose class is only the likeliest; *at least* leaves them out of the rate, *at most* takes all of them in. `no answer` counts what a service withheld, and calls that failed: they stand in no rate.';

function intro({ files, observations, classifiers, kappa, skipped, note, day }: Findings): string {
  const models = new Set(observations.map(({ target }) => target)).size;
  const named = files.map(({ name, sha256 }) => `\`${name}\` (SHA-256 \`${sha256}\`)`).join(', ');
  const judged = classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ');
  const measured = Object.entries(kappa).map(([lang, value]) => `${value.toFixed(2)} in ${lang}`);
  return `[SpeechMap](https://github.com/xlr8harder/llm-compliance) (Apache-2.0) asked many models to criticise governments and published what they answered. This page holds figures
only, none of the texts, and Candor makes it: do not edit it by hand.

Read: ${named}: ${observations.length.toLocaleString('en')} answers of ${models} models${skipped === 0 ? '' : `; ${skipped} lines were left out`}.${note === '' ? '' : ` ${note}`} The requests about China were asked in English and
in Chinese. Those about the United States have the same forms by number and are the controls, **in English only: in Chinese the collection has none**, so a Chinese rate stands alone and says
nothing of what the model does with other subjects in that language.

Classes by ${judged}, ${day}. ${
    measured.length === 0
      ? 'How well it does on this collection was not measured.'
      : `Measured on labelled answers of this collection that the fit had not seen, κ is ${measured.join(' and ')}; rules were written with a part of them in view, so this is development data and not a blind test.`
  }

To repeat it, with \`FILE\` the collection (\`cat responses/*_criticism_*.jsonl\`, or flattened) and \`LABELS\` the judges' files:

\`\`\`sh
candor import FILE --format speechmap --name speechmap
candor summary speechmap                 # every model: rates, controls, differences
candor report speechmap -o speechmap.html
npx tsx scripts/speechmap-findings.ts FILE --labels LABELS > speechmap.md
\`\`\``;
}

function familyTable(all: readonly Observation[]): string {
  const rows = POOLED_FAMILIES.flatMap((family) => {
    const { rows, contrasts } = summarize(pooled(family, all));
    return SHOWN.map((of, i) => [
      i === 0 ? `${family.name} (${modelsOf(family, all).length})` : '',
      WORDS[of],
      rateText(rowIn(rows, 'en', 'sensitive'), of),
      rateText(rowIn(rows, 'en', 'control'), of),
      differenceText(contrasts, of),
      rateText(rowIn(rows, 'zh-Hans', 'sensitive'), of),
    ]);
  });
  return markdownTable(
    [
      'family (models)',
      'share of answers',
      'China, English',
      'controls, English',
      'difference',
      'China, Chinese (no controls)',
    ],
    rows,
  );
}

/** What the family's difference in English shows, or that it shows none. */
function sentence(family: PooledFamily, all: readonly Observation[]): string {
  const own = pooled(family, all);
  if (own.length === 0) return `- **${family.name}**: none of its models is in the collection.`;
  const { contrasts } = summarize(own);
  const found = SHOWN.map((of) => {
    const contrast = contrasts.find((one) => one.lang === 'en' && one.class === of);
    if (contrast === undefined) return `${WORDS[of]} against controls: no difference can be taken`;
    const { lo, hi } = contrast;
    const shown = lo !== null && hi !== null && (lo > 0 || hi < 0);
    const text = `${pointsWithInterval(contrast)} points`;
    return shown
      ? `${WORDS[of]} differs from the controls by ${text}`
      : `no difference in ${WORDS[of]} is shown (${text})`;
  });
  return `- **${family.name}**, English: ${found.join('; ')}.`;
}

function modelTable({ observations: all, nameOf }: Findings, of: (typeof SHOWN)[number]): string {
  const header = [
    'model',
    'China, English',
    'at least–at most',
    'controls',
    'difference',
    'China, Chinese',
    'at least–at most',
    'unsure en, zh',
    'no answer en, zh',
  ];
  const rows = POOLED_FAMILIES.flatMap((family) =>
    modelsOf(family, all).map((model) => {
      const { rows, contrasts } = summarize(all.filter(({ target }) => target === model));
      const [en, zh] = (['en', 'zh-Hans'] as const).map((lang) => rowIn(rows, lang, 'sensitive'));
      return [
        markdownText(nameOf(model)),
        rateText(en, of),
        boundsText(en, of),
        rateText(rowIn(rows, 'en', 'control'), of),
        differenceText(contrasts, of),
        rateText(zh, of),
        boundsText(zh, of),
        `${en?.unsure ?? 0}, ${zh?.unsure ?? 0}`,
        `${withoutAnswer(en)}, ${withoutAnswer(zh)}`,
      ];
    }),
  );
  return markdownTable(header, rows);
}

function judgesPart({ observations, labels }: Findings): string[] {
  const judges = [...new Set(labels.map(({ judge }) => judge))].sort(compareText);
  if (judges.length === 0) return ['No labels were given.'];
  const byAnswer = groupBy(labels, ({ answer }) => answer);
  const ofFamily = (family: PooledFamily, lang: ChinaLang): Observation[] =>
    pooledWithModels(family, observations).filter((one) => one.lang === lang && one.role === 'sensitive');
  const share = (judge: string, family: PooledFamily, lang: ChinaLang): string[] => {
    const given = ofFamily(family, lang).flatMap((one) => labelsOn(byAnswer, one, judge));
    const opinions = given.filter((label) => OPINIONS.includes(label));
    return OPINIONS.map((label) =>
      opinions.length === 0 ? '–' : `${opinions.filter((one) => one === label).length} of ${opinions.length}`,
    );
  };
  const willing = POOLED_FAMILIES.flatMap((family) =>
    (Object.keys(CHINA) as ChinaLang[]).flatMap((lang) =>
      judges.map((judge, i) => [
        i === 0 ? `${family.name}, ${CHINA[lang]}` : '',
        markdownText(judge),
        ...share(judge, family, lang),
      ]),
    ),
  );
  const crossed = judges.flatMap((judge) =>
    OPINIONS.map((label, i) => {
      const those = POOLED_FAMILIES.flatMap((family) =>
        (Object.keys(CHINA) as ChinaLang[]).flatMap((lang) =>
          ofFamily(family, lang).filter((one) => labelsOn(byAnswer, one, judge).includes(label)),
        ),
      );
      const count = (name: ClassName | null): string => String(those.filter((one) => one.class === name).length);
      return [
        i === 0 ? markdownText(judge) : '',
        label,
        ...(['refusal', 'official_narrative', 'neutral', 'other'] as const).map(count),
        count(null),
      ];
    }),
  );
  return [
    'The judges said whether a model did what was asked (`COMPLETE`), neither did nor refused (`EVASIVE`) or would not (`DENIAL`): willingness, not whose view an answer gives. Requests about China; labels of errors are left out.',
    markdownTable(['family, language', 'judge', ...OPINIONS], willing),
    'Candor’s class of the same answers, the three families and two languages together: two questions, so the rows need not agree.',
    markdownTable(['judge', 'said', 'refusal', 'official narrative', 'neutral', 'other', 'no class'], crossed),
  ];
}

/** A family's observations under the names of their models. */
function pooledWithModels(family: PooledFamily, all: readonly Observation[]): Observation[] {
  return all.filter(({ target }) => target.startsWith(family.prefix));
}

function labelsOn(
  byAnswer: ReadonlyMap<string, readonly JudgeLabel[]>,
  { target, probe, lang }: Observation,
  judge: string,
): string[] {
  const found = byAnswer.get(answerKey(target, probe, lang)) ?? [];
  return found.filter((one) => one.judge === judge).map(({ label }) => label);
}

function LIMITS(classifiers: readonly ClassifierId[]): string {
  return `- Why a model answers as it does: training, a host's system prompt and the request's wording cannot be told apart here. The collection asked through hosts, one answer a question.
- That an answer called *neutral* is true: ${classifiers.map(({ name }) => name).join(', ')} reads framing, not facts.
- Anything on requests that are not to criticise a government: ordinary questions about the same subjects may fare differently.
- Anything on today's releases: the models are those of the collection's time.
- What people would have called these answers: no sample of them was labelled by people for this page (\`candor review speechmap\` draws one).`;
}

function rowIn(rows: readonly SummaryRow[], lang: string, role: string): SummaryRow | undefined {
  return rows.find((row) => row.lang === lang && row.role === role && row.topic === null && row.style === null);
}

/** `12 % [5–20]`, and the count alone near nothing. */
function rateText(row: SummaryRow | undefined, of: ClassName): string {
  const { rate, lo, hi, k, n } = row?.[of] ?? { rate: null, lo: null, hi: null, k: 0, n: 0 };
  if (rate === null) return '–';
  if (lo === null || hi === null || k / n < 0.015) return `${k} of ${n}`;
  return `${wholePercent(rate)} % [${percentRange(lo, hi)}]`;
}

/** `2 withheld`, `1 failed`, or 0. */
function withoutAnswer(row: SummaryRow | undefined): string {
  const { withheld = 0, errors = 0 } = row ?? {};
  const parts = [withheld > 0 ? `${withheld} withheld` : '', errors > 0 ? `${errors} failed` : ''].filter(Boolean);
  return parts.length === 0 ? '0' : parts.join(' and ');
}

function boundsText(row: SummaryRow | undefined, of: ClassName): string {
  const bounds = row?.unsureBounds?.[of];
  return bounds === undefined ? '' : `${wholePercent(bounds.lo)}–${wholePercent(bounds.hi)} %`;
}

function differenceText(contrasts: readonly Contrast[], of: ClassName): string {
  const found = contrasts.find((one) => one.lang === 'en' && one.class === of && one.topic === null);
  return found === undefined ? 'none can be taken' : pointsWithInterval(found);
}

function questions(all: readonly Observation[]): number {
  return new Set(all.filter(({ role }) => role === 'sensitive').map(({ probe }) => probe)).size;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
