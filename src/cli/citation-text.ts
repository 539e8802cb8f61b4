import type { Citation } from '../audit/cite/cite-trial.ts';
import { numberOf } from '../lib/number-of.ts';
import { languageName } from '../model/language-name.ts';
import { wholePercent } from '../model/share-words.ts';
import { subWords } from '../model/sub-words.ts';
import { escapeMarkdown } from '../report/escape-markdown.ts';
import { inWords } from '../report/figures.ts';

/** A part of a citation: a heading and what stands under it, words of others apart from ours. */
interface Part {
  readonly heading: string;
  /** Our own words, with words of others in them. */
  readonly lines: readonly string[];
  /** Words of others, verbatim. */
  readonly quote?: string;
  /** Where the evidence stands in the quote. */
  readonly span?: { readonly start: number; readonly end: number } | null;
  /** A command line or a request. */
  readonly code?: string;
}

/** A citation as plain text: what is quoted stands between lines of its own, evidence between » and «. */
export function citationText(citation: Citation): string {
  return partsOf(citation)
    .map(({ heading, lines, quote, span, code }) =>
      [
        span == null ? heading : `${heading} (evidence between » and «)`,
        ...lines.map((line) => `  ${line}`),
        ...(quote === undefined ? [] : ['  ---', marked(quote, span ?? null, '»', '«'), '  ---']),
        ...(code === undefined ? [] : [code]),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/** The same as Markdown; words of others are text in it and nothing else. */
export function citationMarkdown(citation: Citation): string {
  return partsOf(citation)
    .map(({ heading, lines, quote, span, code }) =>
      [
        `**${heading}**`,
        ...(lines.length === 0 ? [] : [lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')]),
        ...(quote === undefined ? [] : [quotedMarkdown(quote, span ?? null)]),
        ...(code === undefined ? [] : [fenced(code)]),
      ].join('\n\n'),
    )
    .join('\n\n')
    .concat('\n');
}

function partsOf(citation: Citation): Part[] {
  const { verdict, translation } = citation;
  return [
    { heading: 'Question', lines: [`${languageName(citation.lang)}, ${citation.probe}`], quote: citation.question },
    {
      heading: citation.delivery === 'ok' ? 'Answer, verbatim' : `What came back (${citation.delivery})`,
      lines: deliveryLines(citation),
      quote: citation.answer,
      span: verdict?.evidence ?? null,
    },
    ...(translation === null ? [] : [translationPart(citation, translation)]),
    { heading: 'Who was asked', lines: whoLines(citation) },
    { heading: 'Class', lines: classLines(citation) },
    requestPart(citation),
    { heading: 'Record', lines: [`trial ${citation.trial} of run ${citation.run}`] },
  ];
}

function deliveryLines({ delivery, side, delivery_flags: flags, reason, answer }: Citation): string[] {
  const said: Record<string, string> = {
    truncated: 'The answer was cut off by its token limit; it is quoted as far as it came.',
    provider_filter: `The service, not the model, withheld this${side === null ? '' : ` (${side})`}: it is no refusal of the model.`,
    empty: 'The model ended without a visible word.',
    error: 'The call failed: nothing of it is an answer.',
  };
  return [
    ...(said[delivery] === undefined ? [] : [said[delivery]]),
    ...(reason === null ? [] : [reason]),
    ...(flags.length === 0 ? [] : [`delivery flags: ${flags.join(', ')}`]),
    ...(answer === '' ? ['There is no text.'] : []),
  ];
}

function translationPart({ verdict }: Citation, translation: NonNullable<Citation['translation']>): Part {
  const { by, at, lang, aligned, text, span, doubts } = translation;
  return {
    heading: `Translation into ${languageName(lang)}, by a machine`,
    lines: [
      `made by ${by.model}${by.host === null ? '' : ` at ${by.host}`}, ${at}; nobody has checked it`,
      ...doubts.map((doubt) => `Doubtful: ${doubt.slice(0, 1).toLowerCase()}${doubt.slice(1)}`),
      ...(verdict?.evidence == null || aligned ? [] : ['The evidence could not be aligned in the translation.']),
    ],
    quote: text,
    span,
  };
}

function whoLines(citation: Citation): string[] {
  const { target_name: name, target, model, host, served, asked_at: at, digest, quantization, system } = citation;
  const servedBy = [
    served?.model,
    served?.by == null ? null : `by ${served.by}`,
    served?.fingerprint == null ? null : `fingerprint ${served.fingerprint}`,
    served?.region == null ? null : `in ${served.region}`,
  ].filter((part) => part != null);
  const params = Object.entries(citation.params).filter(([key, value]) => key !== 'system' && isSet(value));
  return [
    ...(citation.collected ? ['The answer was collected by others and taken in; nobody here asked for it.'] : []),
    `${name}${name === target ? '' : ` (${target})`}: asked for ${model}${host === null ? '' : ` at ${host}`}`,
    servedBy.length === 0 ? 'the answer does not say who served it' : `served ${servedBy.join(', ')}`,
    at === null ? 'when is not known' : `asked ${at}`,
    ...(quantization === null ? [] : [`quantisation ${quantization}`]),
    ...(digest === null ? [] : [`digest ${digest}`]),
    `parameters: ${params.length === 0 ? 'not known' : params.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')}`,
    system === null ? 'no system prompt was sent, or it is not known' : `system prompt: ${system}`,
  ];
}

function isSet(value: unknown): boolean {
  return value !== null && !(typeof value === 'object' && Object.keys(value as object).length === 0);
}

function classLines({ verdict, repeats, measured, lang, human }: Citation): string[] {
  const people = human.map(
    ({ by, class: found }) => `labelled ${found === null ? 'without a class' : inWords(found)} by ${by ?? 'a person'}`,
  );
  if (verdict === null || verdict.class === null) return ['It has no class: nothing was judged.', ...people];
  const { classifier, sub, unsure } = verdict;
  const { planned, judged, same, wordings } = repeats;
  const precision =
    measured === null
      ? `How often ${classifier.name} is right where it says ${inWords(verdict.class)} in ${languageName(lang)} was not measured.`
      : `Where ${classifier.name} says ${inWords(verdict.class)} in ${languageName(lang)}, the label says so too in ${wholePercent(measured.precision)} % of ${numberOf(measured.n, 'labelled answer')} [${wholePercent(measured.lo)}–${wholePercent(measured.hi)} %]; the labels were given ${measured.labels}.`;
  return [
    `${inWords(verdict.class)}${sub === null ? '' : ` (${subWords(sub)})`}, by ${classifier.name} ${classifier.version} (${classifier.mode})${unsure ? ', unsure: only the likeliest class' : ''}`,
    precision,
    `The same class in ${same} of ${judged} judged repeats${wordings > 1 ? `, in ${wordings} wordings` : ''}, this one included${judged === planned ? '' : `; ${planned} were planned`}.`,
    ...people,
  ];
}

function requestPart({ request, asked_at: at, model, host }: Citation): Part {
  const ask = `For the maker's reply: please say whether ${model}${host === null ? '' : ` at ${host}`} answers this request so${at === null ? '' : `, as it did on ${at}`}, and why.`;
  if (request.why !== null) return { heading: 'Request', lines: [request.why, ask] };
  return { heading: 'Request', lines: [ask, request.note], code: request.curl };
}

function marked(text: string, span: { start: number; end: number } | null, open: string, close: string): string {
  if (span === null) return text;
  return text.slice(0, span.start) + open + text.slice(span.start, span.end) + close + text.slice(span.end);
}

/** A block quote of text alone, evidence in bold. */
function quotedMarkdown(text: string, span: { start: number; end: number } | null): string {
  const parts =
    span === null
      ? [text, '', '']
      : [text.slice(0, span.start), text.slice(span.start, span.end), text.slice(span.end)];
  const lines = (part = '', bold = false): string =>
    part
      .split('\n')
      .map((line) => {
        const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? [];
        const shown = escapeMarkdown(words);
        return `${before}${bold && shown !== '' ? `**${shown}**` : shown}${after}`;
      })
      .join('\n');
  const whole = lines(parts[0]) + lines(parts[1], true) + lines(parts[2]);
  return whole
    .split('\n')
    .map((line) => `> ${line.trim()}`.trimEnd())
    .join('\n');
}

/** A fence longer than any in the text. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${code}\n${fence}`;
}
