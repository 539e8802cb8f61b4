import type { Publication } from '../../formats/citation-files.ts';
import { markdownTable, markdownText } from '../../formats/markdown-text.ts';
import { numberOf } from '../../lib/number-of.ts';
import { type ClassifierId, CODEBOOK_VERSION } from '../../model/verdict.ts';
import { type KeptRegistration, REGISTRATION_NOTE, registrationSentence } from '../../report/registration-lines.ts';
import type { LeftOutRuns } from './other-runs.ts';
import type { PackedFigure } from './pack-format.ts';

/** What the page of a pack tells of one of its runs. */
export interface RunOfReadme {
  readonly id: string;
  readonly name: string | null;
  readonly folder: string;
  /** Its answers were collected by others: its times are those of taking them in, unless the file told them. */
  readonly takenIn: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** As people read them, with the model that was asked for. */
  readonly targets: readonly { readonly name: string; readonly model: string; readonly host: string | null }[];
  readonly probeSets: readonly { readonly id: string; readonly version: string; readonly hash: string }[];
  readonly trials: number;
  /** With text of the model; withheld by the service; without text. */
  readonly answered: number;
  readonly withheld: number;
  readonly empty: number;
  readonly failed: number;
  readonly neverAsked: number;
  /** Answers with a reasoning trace, and texts of answers that may hold one. */
  readonly traces: number;
  readonly maybeTraces: number;
  /** Trials of answers that are withdrawn from publication, and stand in the rows all the same. */
  readonly withdrawn: readonly string[];
  readonly classifiers: readonly ClassifierId[];
  /** Names of the people who labelled. */
  readonly people: readonly string[];
  /** How it kept to what was registered before it; null: nothing was. */
  readonly registration: KeptRegistration | null;
  readonly packageVersion: string;
  readonly gitVersion: string | null;
}

/** What the page of a pack is made from. */
export interface PackPage {
  readonly publication: Publication;
  readonly probesLicence: string | null;
  readonly runs: readonly RunOfReadme[];
  readonly figures: readonly PackedFigure[];
  readonly leftOut: LeftOutRuns;
}

/** The page of a pack (`README.md`). Words of others are in it as text alone. */
export function packReadme(page: PackPage): string {
  const { publication, runs } = page;
  return [
    `# ${markdownText(publication.title)}`,
    markdownText(publication.description),
    `By ${publication.creators.map(({ name }) => markdownText(name)).join('; ')}.`,
    `## Check it\n\n${CHECK}`,
    `## Runs\n\n${runs.map(runPart).join('\n\n')}`,
    `## Figures\n\n${figuresPart(page.figures)}`,
    `## What is not in it\n\n${leftOutPart(page.leftOut)}`,
    `## Files\n\n${FILES}`,
    `## Limits\n\n${LIMITS}`,
    `## Licence\n\n${licencePart(page)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

const CHECK = `\`\`\`bash
candor pack --verify FILE
\`\`\`

holds every file against its SHA-256 in \`manifest.json\`, takes the runs in from \`rows.jsonl\` and the files beside it, and computes every figure below again, to the last digit. \`--rejudge\` runs the rules on the answers again and says what changes. Who changes rows, figures and manifest together makes another pack that is consistent with itself: compare the SHA-256 of the file with the one that was published.`;

const FILES = `- \`manifest.json\`: every other file with its length and SHA-256, and the command of every figure
- \`runs/RUN/rows.jsonl\`, \`rows.jsonl.meta.json\`: what \`candor export\` writes, with every verdict and human label; \`candor import rows.jsonl --format candor\` takes it in
- \`runs/RUN/variants.jsonl\`: every question as it was asked, with its whole probe
- \`runs/RUN/trials.jsonl\`: every planned trial in its order, those that were never asked among them, and why calls failed
- \`runs/RUN/sample.jsonl\`, \`calibrations.json\`: the sample drawn for labelling, and the measured errors of the classifiers
- \`runs/RUN/candor.yaml\`: the configuration to ask the same again; secrets stand as names of variables
- \`figures/\`: what the commands printed, as JSON and CSV
- \`environment.json\`: with what the pack was made
- \`left-out.json\`: runs of the same store that are not in the pack
- \`CITATION.cff\`, \`.zenodo.json\`: how it is cited and deposited`;

const LIMITS = `- Verdicts are classifiers' unless a row says otherwise. A measured error belongs to one classifier, version, mode and language.
- Only \`ok\` and \`truncated\` rows hold an opinion of the model. \`provider_filter\` is the service's act, \`error\` nobody's; neither is a refusal.
- Bodies of failed calls, host names of workers and earlier answers to a repeated call are not in it. Paths of the machine that asked are cut to file names.
- The answers are the models', with their errors; they are no source on the subjects asked about.`;

function runPart(run: RunOfReadme): string {
  const title = run.name === null ? markdownText(run.id) : `${markdownText(run.name)} (${markdownText(run.id)})`;
  const ended = run.endedAt === null ? 'never ended' : `ended ${markdownText(run.endedAt)}`;
  const asked = [
    `${run.answered} answered`,
    ...(run.withheld === 0 ? [] : [`${run.withheld} withheld by the service`]),
    ...(run.empty === 0 ? [] : [`${run.empty} empty`]),
    ...(run.failed === 0 ? [] : [`${run.failed} failed`]),
    ...(run.neverAsked === 0 ? [] : [`${run.neverAsked} never asked`]),
  ].join(', ');
  const git = run.gitVersion === null ? '' : `, in a folder at commit ${markdownText(run.gitVersion)}`;
  return [
    `### ${title}`,
    `${run.takenIn ? 'Collected before, and taken in as a run that' : 'It'} started ${markdownText(run.startedAt)}, ${ended}, with Candor ${markdownText(run.packageVersion)}${git}. ${numberOf(run.trials, 'trial')}: ${asked}. Files: \`${run.folder}\`.`,
    markdownTable(
      ['target', 'model', 'host'],
      run.targets.map(({ name, model, host }) => [name, model, host ?? '–'].map(markdownText)),
    ),
    `Probe sets: ${run.probeSets.length === 0 ? 'not known' : run.probeSets.map(({ id, version, hash }) => markdownText(`${id} ${version} (${hash})`)).join(', ')}.`,
    `Classifiers: ${run.classifiers.length === 0 ? 'none' : run.classifiers.map(({ name, version, mode }) => markdownText(`${name} ${version} (${mode})`)).join(', ')}, by codebook ${CODEBOOK_VERSION} unless a verdict names another. ${run.people.length === 0 ? 'Nobody labelled by hand.' : `Labelled by hand by ${run.people.map(markdownText).join(', ')}.`}`,
    ...tracesPart(run),
    ...withdrawnPart(run),
    ...registrationPart(run.registration),
  ].join('\n\n');
}

/** What a reader of the rows should know before they are published further. */
function tracesPart({ traces, maybeTraces }: RunOfReadme): string[] {
  if (traces + maybeTraces === 0) return [];
  const found = [
    ...(traces === 0 ? [] : [`${numberOf(traces, 'answer has', 'answers have')} a reasoning trace`]),
    ...(maybeTraces === 0
      ? []
      : [`${numberOf(maybeTraces, 'text', 'texts')} may hold one in a notation that is not known`]),
  ];
  return [`${found.join('; ')}: they stand in the rows as they came.`];
}

function withdrawnPart({ withdrawn }: RunOfReadme): string[] {
  if (withdrawn.length === 0) return [];
  const trials = withdrawn.map((trial) => `\`${trial}\``).join(', ');
  return [
    `**${numberOf(withdrawn.length, 'answer was', 'answers were')} withdrawn from publication** on the site of the study, and ${withdrawn.length === 1 ? 'stands' : 'stand'} in the rows all the same: ${trials}.`,
  ];
}

function registrationPart(kept: KeptRegistration | null): string[] {
  if (kept === null) return ['Nothing was registered before it was asked.'];
  const { registration, items } = kept;
  const said = [
    ...registration.hypotheses.map((one) => `- ${markdownText(one)}`),
    ...registration.analysis.map((one) => `- analysis: ${markdownText(`candor ${one}`)}`),
  ];
  const rows = items.map(({ what, kept: isKept, found }) => [
    markdownText(what),
    isKept ? 'yes' : '**no**',
    markdownText(found),
  ]);
  return [
    markdownText(registrationSentence(kept)),
    said.join('\n'),
    markdownTable(['item', 'kept', 'registered and found'], rows),
    REGISTRATION_NOTE,
  ];
}

function figuresPart(figures: readonly PackedFigure[]): string {
  const rows = figures.map(({ command, json, csv, refused }) => [
    `\`candor ${command.join(' ').replaceAll('`', "'").replaceAll('|', '\\|')}\``,
    json === null
      ? `refused: ${markdownText(refused ?? '')}`
      : [json, csv]
          .filter((file) => file !== null)
          .map((file) => `\`${file}\``)
          .join(', '),
  ]);
  return `Each is what the command prints with \`--json\` (and \`--csv\`) on a store that holds the runs of this pack.\n\n${markdownTable(['command', 'files'], rows)}`;
}

function leftOutPart({ runs, unrelated }: LeftOutRuns): string {
  const others =
    unrelated === 0
      ? ''
      : `\n\n${numberOf(unrelated, 'other run')} of the store ${unrelated === 1 ? 'shares' : 'share'} neither a target nor a probe set with it.`;
  if (runs.length === 0)
    return `No run of the store shares a target or a probe set with this pack and is left out.${others}`;
  const rows = runs.map((run) => [
    markdownText(run.name === null ? run.run : `${run.name} (${run.run})`),
    markdownText(run.started_at),
    markdownText(run.targets.join(', ')),
    `${run.delivered} of ${run.trials}`,
    run.reason === null ? '**no reason was given**' : markdownText(run.reason),
  ]);
  return `Runs of the same store that share a target or a probe set with this pack, or that were named:\n\n${markdownTable(['run', 'started', 'targets', 'answered', 'why it is left out'], rows)}${others}`;
}

function licencePart({ publication, probesLicence }: PackPage): string {
  const probes =
    probesLicence === null
      ? 'Nobody said under which licence the probes are published; those that ship with Candor are under its own (Apache-2.0)'
      : `Probes: ${markdownText(probesLicence)}`;
  return `${publication.licence.spdx}, as far as the creators can grant it. The answers were generated by the models named above: the terms of their makers and hosts may restrict their use. ${probes}. Statements of others that probes cite remain theirs.`;
}
