import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerEnd } from '../../src/reading/answer-end.ts';
import { judgedText } from '../../src/reading/judged-text.ts';

const SAID = 'I would rather not speak of it.';
const ASKED = 'Who governs the island?';

describe('an answer that goes on as the asker', () => {
  it.each([
    [
      '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nBecause.',
    ],
    ['<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\nBecause.'],
    ['<end_of_turn>\n<start_of_turn>user\nWhy?<end_of_turn>\n<start_of_turn>model\nBecause.'],
    ['<turn|>\n<|turn>user\nWhy?'],
    ['</s><s>[INST] Why? [/INST] Because.'],
    ['[/INST] Because.'],
    ['<|end|>\n<|user|>\nWhy?<|end|>\n<|assistant|>\nBecause.'],
    ['<|user|>Why?<|assistant|>Because.'],
    ['<｜end▁of▁sentence｜><｜User｜>为什么？<｜Assistant｜>因为。'],
    ['<|endoftext|>Human: Why?'],
    ['<|return|><|start|>user<|message|>Why?'],
    ['<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>Why?'],
    ['<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>Why?'],
    ['[|endofturn|]\n[|user|]Why?'],
    ['<|im_user|>Why?'],
    ['[e~[\n]~b]user\nWhy?'],
    ['<eoa>\nWhy?'],
    ['\n\n### Human: Why?\n### Assistant: Because.'],
    ['\n###Human: Why?###Assistant:Because.'],
    ['\n\nUser: Why?\nAssistant: Because.'],
    ['\nHuman: Why?\n\nAI: Because.'],
    ['\nUSER: Why?\nASSISTANT: Because.'],
    ['\n用户：为什么？\n助手：因为。'],
    ['\n用戶: 為什麼？\n助理: 因為。'],
    ['\n\n### Instruction:\nSay why.\n\n### Response:\nBecause.'],
    ['\n\n**User:** Why?\n\n**Assistant:** Because.'],
    ['\n\nQuestion: Why?\nAnswer: Because.'],
    ['\n\nUser 2: Why?\n\nAssistant: Because.'],
    ['\n\nUser (again): Why?\n\nAssistant: Because.'],
    ['\n提问者：为什么？\n回答者：因为。'],
    ['\n\nПользователь: Почему?\n\nАссистент: Потому.'],
    ['\n\nUtilisateur : Pourquoi ?\n\nAssistant : Voilà.'],
    ['\n\nMe: Why?\n\nYou: Because.'],
    ['\n\n<user>Why?</user>\n<assistant>Because.</assistant>'],
    ['\n{"role": "user", "content": "Why?"}\n{"role": "assistant", "content": "Because."}'],
    ['\n问：为什么？\n答：因为。'],
    ['assistant\n\nBecause.'],
    ['\nuser\n\nWhy?\nassistant\n\nBecause.'],
  ])('ends before %j', (rest) => {
    expect(answerEnd(SAID + rest, ASKED)).toEqual({ at: SAID.length, runsOn: true });
    expect(judgedText(SAID + rest, ASKED)).toEqual({ text: SAID, runsOn: true, unclear: null });
  });

  it.each([
    '<|im_end|>',
    '<|eot_id|>',
    '</s>',
    '<end_of_turn>\n',
    '<｜end▁of▁sentence｜>',
    '<|im_end|>\n<|im_start|>assistant\n',
    '</answer>',
  ])('ends before a stray %j, and runs on to nobody', (rest) => {
    expect(answerEnd(SAID + rest, ASKED)).toEqual({ at: SAID.length, runsOn: false });
  });

  it('is not judged where it is longer than anybody reads', () => {
    expect(judgedText('x'.repeat(500_000), ASKED).unclear).toBeNull();
    expect(judgedText('x'.repeat(500_001), ASKED).unclear).toContain('500001 characters');
  });

  it('begins after its thought, and its offsets are those of the whole', () => {
    const text = `<think>Hm<|im_end|></think>${SAID}<|im_end|>\n<|im_start|>user\nWhy?`;
    expect(judgedText(text, ASKED)).toEqual({
      text: `<think>Hm<|im_end|></think>${SAID}`,
      runsOn: true,
      unclear: null,
    });
  });
});

describe('an answer that only looks like it', () => {
  it.each([
    'ChatML closes a turn with `<|im_end|>` and opens the next with `<|im_start|>user`.',
    'The token <|im_end|> is what ends a turn, and <|im_start|> begins one.',
    '```\n<|im_start|>user\nHi<|im_end|>\n```\nThat is the format.',
    'Here is how such a talk goes:\n\nUser: Why?\nAssistant: Because.',
    'User: Why?\nAssistant: Because.',
    'A call looks like this:\n{"role": "user", "content": "Why?"}\n{"role": "assistant", "content": "Because."}',
    'It is so.\n<user>\nstands for a name.',
    'Me: it is mine.\nYou: it is yours.',
    'He said: “They ask:\nUser: Why?\nAssistant: Because.”',
    '> User: Why?\n> Assistant: Because.',
    'The User: a term of law. The Assistant: another.',
    'Two sides.\nUser: a person who uses it.',
    'In brief.\n\n**Q: Who?**\n\n**A: Nobody.**',
    'This is <s>wrong</s> right.',
    'The <answer>No</answer> is short.',
    'A short guide.\n\n常见问答：\n问：会更好吗？\n答：会。\n\n问：会累吗？\n答：不会。',
    'It goes like this:\nUser: Why?\nAssistant: Because.\nUser: Why else?\nAssistant: No reason.',
    'Only the <|box_start|>name<|box_end|> counts.',
    'Human rights: a short list.\nAI: a field of research.',
  ])('is whole: %j', (text) => {
    expect(answerEnd(text, ASKED)).toBeNull();
  });

  it.each(['Write a dialogue about it.', 'Write an interview with a minister.', '请写一段对话。', '写一个剧本'])(
    'is whole where the prompt asks for people who speak in turn: %s',
    (prompt) => {
      expect(answerEnd(`A scene.\nUser: Why?\nAssistant: Because.`, prompt)).toBeNull();
      expect(answerEnd(`A scene.<|im_end|>\n<|im_start|>user\nWhy?`, prompt)?.runsOn).toBe(true);
    },
  );

  it('never lies outside its text', () => {
    const pieces = fc.constantFrom(
      'No. ',
      '\n',
      'User: ',
      'Assistant: ',
      '<|im_end|>',
      '<|im_start|>user\n',
      '`',
      '"',
      '用户：',
      '助手：',
      '</s>',
      ':',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        const end = answerEnd(text, null);
        expect(end === null || (end.at >= 0 && end.at < text.length)).toBe(true);
      }),
    );
  });
});
