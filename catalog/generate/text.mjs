// What both generators share: reading JSON, stable order, files with a header.
import fs from 'node:fs';

export function read_json(path) {
  return JSON.parse(fs.readFileSync(path, 'utf8'));
}

// By bytes, never by locale: the output must not depend on the machine.
export function by_bytes(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function by_lower_case(a, b) {
  return by_bytes(a.toLowerCase(), b.toLowerCase()) || by_bytes(a, b);
}

// `sources` are {what, version, licence, date}; `notes` explain the lines to a reader of the file.
export function write_data(path, sources, notes, lines) {
  const head = sources.map((s) => `#source\t${s.what}\t${s.version}\t${s.licence}\t${s.date}`);
  const comment = notes.map((line) => `# ${line}`.trimEnd());
  fs.writeFileSync(path, [...head, ...comment, ...lines].join('\n') + '\n');
}
