/** YAML of a probe set; the probes begin on line 6, five columns in. */
export function setText(probes: string, id = 'one'): string {
  const indented = probes.replaceAll(/^/gm, '  ');
  return `id: ${id}\ntitle: A set\nstate: CN\nversion: 1.0.0\nprobes:\n${indented}\n`;
}
