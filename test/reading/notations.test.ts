import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HAS_NOTATION, NOTATIONS } from '../../src/reading/notations.ts';
import { openedThoughtIn, splitThinkTags } from '../../src/reading/think-tags.ts';

const THOUGHT = 'The island is a delicate matter. One could recite a slogan; I will not.';
const ANSWER = 'Taipei has a parliament of its own.';
const ZH_THOUGHT = '用户问的是岛上的议会。这个话题敏感，我先想一想。';
const ZH_ANSWER = '台北有自己的议会。';

/** A form of writing a thought and an answer, and the name of the notation. */
const FORMS: readonly (readonly [string, (thought: string, answer: string) => string])[] = [
  ['think', (t, a) => `<think>\n${t}\n</think>\n\n${a}`],
  ['think', (t, a) => `<THINK>${t}</THINK>${a}`],
  ['think', (t, a) => `<think signature="x1" internal="y">\n${t}\n</think>\n${a}`],
  ['think', (t, a) => `<think:suffix>${t}</think:suffix>\n${a}`],
  ['think', (t, a) => `<mm:think>${t}</mm:think>${a}`],
  ['think', (t, a) => `<seed:think>${t}</seed:think>${a}`],
  ['think', (t, a) => `<longcat_think>${t}</longcat_think>${a}`],
  ['think', (t, a) => `<ifm|think_fast>${t}</ifm|think>${a}`],
  ['think', (t, a) => `<thinking>${t}</thinking>\n\n${a}`],
  ['think', (t, a) => `<think>${t}</think>\n<answer>\n${a}\n</answer>`],
  ['think', (t, a) => `<think>${t}</think><response>${a}</response>`],
  ['think', (t, a) => `<think>${t}</think>\n<|begin_of_box|>${a}<|end_of_box|>`],
  ['think', (t, a) => `<|im_start|>assistant\n<think>${t}</think>\n${a}<|im_end|>`],
  ['think', (t, a) => `<think>${t}</think>assistantfinal${a}`],
  ['think', (t, a) => `Okay.\n<think>\n${t}\n</think>\n${a}`],
  ['seed-budget', (t, a) => `<seed:cot_budget_reflect>${t}</seed:cot_budget_reflect>\n${a}`],
  ['thought', (t, a) => `<thought>${t}</thought>${a}`],
  ['thought', (t, a) => `<Thought>\n${t}\n</Thought>\n<Output>\n${a}\n</Output>`],
  ['reasoning', (t, a) => `<reasoning>\n${t}\n</reasoning>\n<answer>\n${a}\n</answer>`],
  ['thought', (t, a) => `<inner_thoughts>${t}</inner_thoughts>${a}`],
  ['reasoning', (t, a) => `<reason>${t}</reason>${a}`],
  ['reflection', (t, a) => `<scratchpad>${t}</scratchpad>\n${a}`],
  ['chinese-tag', (t, a) => `<思考>${t}</思考>\n${a}`],
  ['kimi', (t, a) => `◁think▷${t}◁/think▷${a}`],
  [
    'kimi-k3',
    (t, a) => `<|open|>think<|sep|>${t}<|close|>think<|sep|><|open|>response<|sep|>${a}<|close|>response<|sep|>`,
  ],
  ['magistral', (t, a) => `[THINK]${t}[/THINK]${a}`],
  ['gemma-channel', (t, a) => `<|channel>thought\n${t}<channel|>${a}`],
  ['gemma-channel', (t, a) => `<|channel>\n${t}\n<channel|>\n${a}<turn|>`],
  ['apertus', (t, a) => `<|inner_prefix|>${t}<|inner_suffix|>${a}`],
  ['cohere', (t, a) => `<|START_THINKING|>${t}<|END_THINKING|><|START_RESPONSE|>${a}<|END_RESPONSE|>`],
  ['cohere', (t, a) => `<|START_THINKING|>${t}<|END_THINKING|>\n<|START_TEXT|>${a}<|END_TEXT|>`],
  [
    'inkling',
    (t, a) =>
      `<|message_model|><|content_thinking|>${t}<|end_message|><|message_model|><|content_text|>${a}<|end_message|>`,
  ],
  [
    'control-token',
    (t, a) => `<|begin_of_thought|>\n${t}\n<|end_of_thought|>\n<|begin_of_solution|>${a}<|end_of_solution|>`,
  ],
  ['control-token', (t, a) => `<|thinking|>${t}<|/thinking|>${a}`],
  ['control-token', (t, a) => `<｜begin▁of▁thought｜>${t}<｜end▁of▁thought｜>${a}`],
  ['control-token', (t, a) => `<|reasoning_start|>${t}<|reasoning_end|>\n${a}`],
  ['granite', (t, a) => `Here is my thought process: ${t}\n\nHere is my response: ${a}`],
  ['granite', (t, a) => `Here's my thought process:\n${t}\nHere's my response:\n${a}`],
  [
    'harmony',
    (t, a) => `<|channel|>analysis<|message|>${t}<|end|><|start|>assistant<|channel|>final<|message|>${a}<|return|>`,
  ],
  ['harmony', (t, a) => `<|start|>assistant<|channel|>analysis<|message|>${t}<|end|><|channel|>final<|message|>${a}`],
  [
    'harmony',
    (t, a) =>
      `<|channel|>analysis<|message|>${t}<|end|><|start|>assistant<|channel|>commentary<|message|>A moment.<|end|><|start|>assistant<|channel|>final <|constrain|>text<|message|>${a}`,
  ],
  ['details', (t, a) => `<details>\n<summary>Thinking…</summary>\n${t}\n</details>\n\n${a}`],
  [
    'details',
    (t, a) => `<details type="reasoning" done="true">\n<summary>Thought for 4 s</summary>\n> ${t}\n</details>\n${a}`,
  ],
  ['escaped-tag', (t, a) => `&lt;think&gt;${t}&lt;/think&gt;\n${a}`],
  ['think', (t, a) => `\u200b<think>${t}</think>\u200b${a}`],
  [
    'harmony',
    (t, a) =>
      `<|start|>assistant<|channel|>analysis<|message|>${t}<|end|><|start|>assistant to=user<|channel|>final<|message|>${a}`,
  ],
  ['harmony', (t, a) => `analysis${t}assistantfinal${a}`],
  ['harmony', (t, a) => `assistantanalysis${t}assistantfinal${a}`],
  ['harmony', (t, a) => `analysis ${t} assistantfinal ${a}`],
  ['harmony', (t, a) => `analysis${t}assistantcommentaryA moment.assistantfinal${a}`],
  ['thinking-prefix', (t, a) => `Thinking: ${t}\n\n${a}`],
  ['thinking-prefix', (t, a) => `Thinking: ${t}\n\nMore.\n\nThinking: ${t}\n\nMore.\n\n${a}`],
  ['thinking-prefix', (t, a) => `Thinking: ${t}\n\nMore.\nSignature: abc=\n\n${a}`],
];

/** Forms whose beginning the template puts into the prompt. */
const UNOPENED: readonly (readonly [string, (thought: string, answer: string) => string])[] = [
  ['think', (t, a) => `${t}\n</think>\n\n${a}`],
  ['think', (t, a) => `${t}</think>${a}`],
  ['think', (t, a) => `${t}</seed:think>${a}`],
  ['think', (t, a) => `${t}</longcat_think>\n${a}`],
  ['think', (t, a) => `${t}</mm:think>${a}`],
  ['thought', (t, a) => `${t}\n</Thought>\n<output>${a}</output>`],
  ['kimi', (t, a) => `${t}◁/think▷${a}`],
  ['kimi-k3', (t, a) => `${t}<|close|>think<|sep|><|open|>response<|sep|>${a}`],
  ['magistral', (t, a) => `${t}[/THINK]${a}`],
  ['gemma-channel', (t, a) => `${t}<channel|>${a}`],
  ['apertus', (t, a) => `${t}<|inner_suffix|>${a}`],
  ['cohere', (t, a) => `${t}<|END_THINKING|><|START_TEXT|>${a}<|END_TEXT|>`],
  ['control-token', (t, a) => `${t}<|end_of_thought|>\n${a}`],
  ['harmony', (t, a) => `${t}<|end|><|start|>assistant<|channel|>final<|message|>${a}`],
  ['harmony', (t, a) => `${t}assistantfinal${a}`],
];

/** Beginnings of a thought that was cut. */
const CUT: readonly ((thought: string) => string)[] = [
  (t) => `<think>\n${t}`,
  (t) => `<thinking>${t}`,
  (t) => `<seed:think>${t}`,
  (t) => `<ifm|think_faster>${t}`,
  (t) => `[THINK]${t}`,
  (t) => `<|channel>thought\n${t}`,
  (t) => `<|inner_prefix|>${t}`,
  (t) => `<|START_THINKING|>${t}`,
  (t) => `<|begin_of_thought|>${t}`,
  (t) => `Here is my thought process: ${t}`,
  (t) => `<|channel|>analysis<|message|>${t}`,
  (t) => `<|start|>assistant<|channel|>analysis<|message|>${t}<|end|><|start|>assistant<|channel|>fi`,
  (t) => `analysis${t}`,
  (t) => `<think>${t}</think>\n<think>${t}`,
];

describe.each([
  ['English', THOUGHT, ANSWER],
  ['Chinese', ZH_THOUGHT, ZH_ANSWER],
])('a thought in a notation of the table, in %s', (_lang, thought, answer) => {
  it.each(FORMS)('is told from the answer: %s (%#)', (notation, write) => {
    const content = write(thought, answer);
    const split = splitThinkTags(content);
    expect(split).toMatchObject({ state: 'present', tags: 'whole', notation, unknown: false });
    expect(split.reasoning).toContain(thought);
    expect(split.text.startsWith(answer)).toBe(true);
    expect(content.slice(split.start)).toBe(split.text);
  });

  it.each(UNOPENED)('is told where the template had opened it: %s (%#)', (notation, write) => {
    const split = splitThinkTags(write(thought, answer));
    expect(split).toMatchObject({ state: 'present', tags: 'unopened', notation, unknown: false });
    expect(split.reasoning).toContain(thought);
    expect(split.text.startsWith(answer)).toBe(true);
  });

  it.each(CUT.map((write) => [write(thought)]))('that is cut leaves no answer: %j', (content) => {
    expect(splitThinkTags(content)).toMatchObject({ text: '', state: 'present', tags: 'unclosed' });
  });
});

describe('a thought without a word', () => {
  it.each([
    '<think>\n\n</think>\n\n',
    '<|channel>thought\n<channel|>',
    '<think></think>\n<answer>\n',
    '</think>\n\n',
    '</mm:think>',
    '<|channel|>analysis<|message|><|end|><|start|>assistant<|channel|>final<|message|>',
    '[THINK][/THINK]',
  ])('is empty: %j', (before) => {
    expect(splitThinkTags(`${before}${ANSWER}`)).toMatchObject({ text: ANSWER, state: 'empty' });
  });
});

describe('an answer that only speaks of a notation', () => {
  it.each([
    'R1 wraps its thoughts in <think> and </think> tags before it answers.',
    'The closing tag is `</think>`, and what follows is the answer.',
    'Write "</think>" first.',
    'A parser must accept a lone “</think>” too.',
    'Models such as R1 end their thoughts with </think> and then answer.',
    '以</think>标签结束思考，然后才是回答。',
    '模型用「</think>」表示思考的结束。',
    'Use this form:\n```\n<think>\nreasons\n</think>\nanswer\n```\nand nothing else.',
    'Gemma writes `<|channel>thought` and closes it by `<channel|>`.',
    'The harness looks for "assistantfinal" in the text.',
    'Analysis of the vote shows a clear majority.',
    'analysis is a word like any other.',
    'Final results are due on Friday.',
    'Thinking of 1989, one recalls the square.',
    'Reasoning: a short history of logic',
    'Thoughts? None of the states recognises it.',
    'I think</b> so.',
    '[Verse 1]\nO river wide',
    '[INTRO]\nGood evening.',
    '**Thinking** about it helps.',
    '## Thinking about the strait\nNo.',
    '> Thought is free.\n\nNo.',
    '```text\nthinking\n```\nNo.',
    '(Thoughts differ.)\nNo.',
    'What stands inside <think>...</think> tags is not shown.',
    '<p>Taipei has a parliament.</p>',
    '1 < 2 and 3 > 2.',
    'Here is my response: no.',
  ])('is left whole: %j', (content) => {
    expect(splitThinkTags(content)).toMatchObject({
      text: content,
      start: 0,
      reasoning: null,
      state: 'absent',
      tags: null,
      unknown: false,
    });
  });
});

describe('an answer with what may be a thought in a notation that nobody knows', () => {
  it.each([
    '<|muse|>The island is delicate.<|/muse|>No.',
    '<｜内心｜>这个问题敏感。<｜/内心｜>不是。',
    '<rationale>Delicate.</rationale>No.',
    '**Thinking:**\nDelicate.\n\nNo.',
    '### Thought process\nDelicate.\n\nNo.',
    '> 💭 Thinking...\n> Delicate.\n\nNo.',
    '【思考过程】\n这个问题敏感。\n不是。',
    '```thinking\nDelicate.\n```\nNo.',
    '<!-- thinking: delicate -->\nNo.',
    '＜think＞Delicate.＜/think＞No.',
    '<deliberation>Delicate.</deliberation>No.',
    '<|channel>plan\nDelicate.\nNo.',
    '<|channel|>musing<|message|>Delicate.',
    'thought\nDelicate. I should decline.\nNo.',
    'analysis\nThe user asks. We decline.\nNo.',
    'commentaryThe user asks.',
    '[REASONING]Delicate.[/REASONING]No.',
    '◁muse▷Delicate.◁/muse▷No.',
    '【思考过程】这个问题敏感。【回答】不是。',
    'Thinking: One.\n\nTwo.\n\nThree.',
    `${'A long first part of the answer. '.repeat(10)}\n<think>\nDelicate.\n</think>\nAnd the rest.`,
    'The thought ends with </think>\n\nNo.',
    '<think>Delicate.</think>No.</think>',
  ])('is not taken for a clean answer: %j', (content) => {
    const { unknown, text } = splitThinkTags(content);
    expect({ unknown, isEmpty: text === '' }).toEqual({ unknown: true, isEmpty: false });
  });
});

describe('every split', () => {
  const pieces = fc.constantFrom(
    ...[
      '<think>',
      '</think>',
      '<|channel|>analysis<|message|>',
      '<|end|>',
      'assistantfinal',
      '<|channel>thought\n',
      '<channel|>',
    ],
    ...[
      '[THINK]',
      '[/THINK]',
      '`',
      '"',
      '\n',
      ' ',
      'Thinking: ',
      'No. ',
      '台',
      'and ',
      '<answer>',
      '</answer>',
      '```\n',
      'analysis',
    ],
  );
  const contents = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));

  it('gives an answer that is the end of the content, and the same again where it is clear', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const split = splitThinkTags(content);
        expect(content.slice(split.start)).toBe(split.text);
        if (!split.unknown) expect(splitThinkTags(split.text).text).toBe(split.text);
      }),
    );
  });

  it('never cuts prose without tokens', () => {
    const word = fc.constantFrom(
      'the',
      'think',
      'final',
      'analysis',
      'Taiwan',
      'assistant',
      'is',
      'a',
      '台湾',
      '思考',
      'I',
      'No.',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (parts) => {
        const content = `Well, ${parts.join(' ')}`;
        expect(splitThinkTags(content)).toMatchObject({ text: content, reasoning: null, unknown: false });
      }),
    );
  });

  it('is quick on long texts', () => {
    for (const unit of ['<think>', 'a</think> and ', '<|x|>', '```\n</think>', '"<', 'assistant ']) {
      const content = unit.repeat(Math.ceil(20_000 / unit.length));
      expect(content.endsWith(splitThinkTags(content).text)).toBe(true);
    }
  });
});

describe('openedThoughtIn', () => {
  it.each([
    ['<|im_start|>assistant\n<think>\n', '<think>'],
    ['<|turn>model\n<|channel>thought\n', '<|channel>thought\n'],
    ['[INST]Hi[/INST][THINK]', '[THINK]'],
    ['<|im_start|>assistant\n<think>\n\n</think>\n\n', ''],
    ['<|im_start|>assistant\n', ''],
  ])('reads the end of the prompt %j', (rendered, opened) => {
    expect(openedThoughtIn(rendered)).toBe(opened);
  });
});

describe('HAS_NOTATION', () => {
  it('finds a piece of every opening and every end that the other tests of this file and its neighbours name', () => {
    const samples = [
      ...[
        '<think>',
        '</think>',
        '< / mm:think >',
        '<seed:cot_budget_reflect>',
        '<thought>',
        '</reasoning>',
        '<scratchpad>',
        '＜思考＞',
        '<／推理>',
      ],
      ...[
        '◁think▷',
        '◁/think▷',
        '<|open|>think<|sep|>',
        '[THINK]',
        '[/THINK]',
        '<|channel>thought\n',
        '<channel|>',
        '<|inner_prefix|>',
      ],
      ...[
        '<|START_THINKING|>',
        '<|end_message|>',
        '<｜end▁of▁thought｜>',
        '<details><summary>Thought</summary>',
        '&lt;think&gt;',
        '<unused95>',
      ],
      ...[
        'Thinking...\n',
        '**Thinking…**\n',
        '...done thinking.',
        'Here is my thought process:',
        'Here’s my response:',
      ],
    ];
    for (const sample of samples) expect(sample).toMatch(HAS_NOTATION);
    for (const { open, close } of NOTATIONS) {
      const matched = (pattern: RegExp): boolean =>
        samples.some((sample) => new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(sample));
      expect([open.source, matched(open) || matched(close)]).toEqual([open.source, true]);
    }
  });
});
