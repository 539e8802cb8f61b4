import { change, findings, languageName, type ReportData, share } from './view-model.ts';

/** The first screen of a report in Markdown, for pull requests and notes. */
export function reportMarkdown(data: ReportData): string {
  const rows = findings(data);
  const lines = ['# Candor report', '', ...rows.map(({ sentence }) => `- ${escaped(sentence)}`), ''];
  lines.push('| model | language | class | sensitive | control | difference |', '|---|---|---|--:|--:|--:|');
  for (const { target, lang, sensitive, control, contrasts } of rows) {
    for (const name of ['refusal', 'official_narrative', 'neutral'] as const) {
      const contrast = contrasts.find((one) => one.class === name);
      const cells = [
        escaped(target),
        languageName(lang),
        name.replace('_', ' '),
        share(sensitive[name]),
        control === null ? '–' : share(control[name]),
        contrast === undefined ? '–' : change(contrast),
      ];
      lines.push(`| ${cells.join(' | ')} |`);
    }
  }
  lines.push('', 'Rates of judged answers with 95 % intervals; differences in percentage points, paired by probe.', '');
  return lines.join('\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*{}<>|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
