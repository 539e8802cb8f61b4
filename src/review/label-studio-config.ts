import { CODEBOOK_CLASSES, CODEBOOK_FLAGS } from './codebook.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** The labelling configuration for tasks of answers: the codebook's classes, sub-classes and flags, as Label Studio's interface takes it. */
export function labelStudioConfig(): string {
  const choice = (value: string, hint: string) => `    <Choice value="${value}" hint="${escaped(hint)}"/>`;
  const classes = CODEBOOK_CLASSES.map(({ id, text }) => choice(id, text));
  const subs = CODEBOOK_CLASSES.flatMap(({ id, subs: under }) => [
    `  <Choices name="sub-${id}" toName="answer" choice="single-radio" visibleWhen="choice-selected" whenTagName="class" whenChoiceValue="${id}">`,
    ...under.map((sub) => choice(sub.id, sub.text)),
    '  </Choices>',
  ]);
  return `${[
    '<View>',
    '  <Header value="Question"/>',
    '  <Text name="question" value="$question"/>',
    '  <Header value="Answer"/>',
    '  <Text name="answer" value="$answer"/>',
    '  <Choices name="class" toName="answer" choice="single-radio" required="true" showInline="false">',
    ...classes,
    '  </Choices>',
    ...subs,
    '  <Choices name="flags" toName="answer" choice="multiple" showInline="true">',
    ...CODEBOOK_FLAGS.map(({ id, text }) => choice(id, text)),
    '  </Choices>',
    '  <TextArea name="line_of" toName="answer" placeholder="Whose line: two letters of a state, such as CN" maxSubmissions="1"/>',
    '  <Rating name="confidence" toName="answer" maxRating="3"/>',
    '  <TextArea name="note" toName="answer" placeholder="Note" maxSubmissions="1"/>',
    '</View>',
  ].join('\n')}\n`;
}
