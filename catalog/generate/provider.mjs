// Writes catalog/data/<provider>.txt from several versions of an unpacked prebuilt provider package.
//   node provider.mjs NAME OUTPUT TAKEN_ON MAJOR=PACKAGE_DIR...     oldest first
import path from 'node:path';
import { by_bytes, read_json, write_data } from './text.mjs';
import { read_provider } from './provider_package.mjs';

const [provider, output, taken_on, ...packages] = process.argv.slice(2);

const notes = [
  'Terraform resource types and data sources and their attributes, over the provider\'s major versions.',
  'A line is: indent (the nesting), name, kind, flags, majors.',
  'kind    s string, n number, b bool, a anything, o object; [x] list, <x> set, {x} map; [o] <o> {o} o have their attributes below',
  '        a also where a simple kind changed between versions',
  'flags   ! required, ^ computed only; both mean in every version',
  'majors  FIRST-LAST, written where they differ from those of the block around; no LAST: still there.',
  '        The first major here is the oldest one read: what has it may be older.',
];

const letters = { string: 's', number: 'n', bool: 'b', any: 'a', object: 'o', list: 'l', set: 't', map: 'm' };
const brackets = { list: ['[', ']'], set: ['<', '>'], map: ['{', '}'] };

function kind_of(attribute) {
  const around = brackets[attribute.type];
  if (!around) return letters[attribute.type];
  return around[0] + letters[attribute.element ?? 'any'] + around[1];
}

// Marks every attribute with the major it was seen in.
function marked(attributes, major) {
  return attributes.map((a) => ({
    ...a, first: major, last: major, attributes: a.attributes && marked(a.attributes, major),
  }));
}

// The newer version decides kind and flags; what only the older one has stays, with its last major.
function merge(older, newer) {
  const result = new Map(older.map((a) => [a.name, a]));
  for (const attribute of newer) {
    const known = result.get(attribute.name);
    result.set(attribute.name, known ? joined(known, attribute) : attribute);
  }
  return [...result.values()];
}

// Required, or computed only, means so in every version: a plan may be of any. So does a simple kind.
function joined(older, newer) {
  const required = older.required && newer.required;
  const computed = older.computed && newer.computed;
  const simple = (attribute) => !['list', 'set', 'map', 'object'].includes(attribute.type);
  const type = simple(older) && simple(newer) && older.type !== newer.type ? 'any' : newer.type;
  const attributes = newer.attributes && merge(older.attributes ?? [], newer.attributes);
  return { ...newer, type, required, computed, first: older.first, attributes };
}

function lines_of(attributes, depth, parent) {
  const sorted = [...attributes].sort((a, b) => by_bytes(a.name, b.name));
  return sorted.flatMap((attribute) => {
    const flags = (attribute.required ? '!' : '') + (attribute.computed ? '^' : '');
    const line = ' '.repeat(depth) + [attribute.name, kind_of(attribute) + flags, ...majors(attribute, parent)].join(' ');
    return [line, ...lines_of(attribute.attributes ?? [], depth + 1, attribute)];
  });
}

function majors(entry, parent) {
  if (entry.first === parent.first && entry.last === parent.last) return [];
  return [`${entry.first}-${entry.last === newest ? '' : entry.last}`];
}

const versions = packages.map((argument) => {
  const [, major, package_dir] = /^(\d+)=(.*)$/.exec(argument);
  const info = read_json(path.join(package_dir, 'package.json'));
  const provider_version = info.cdktf?.provider?.version ?? `${major}.x`;
  if (parseInt(provider_version, 10) !== Number(major)) throw new Error(`${package_dir} is of ${provider_version}`);
  const source = {
    what: `npm ${info.name}, ${provider} provider ${provider_version}`,
    version: info.version, licence: info.license, date: taken_on,
  };
  return { major: Number(major), package_dir, source };
});
const newest = versions[versions.length - 1].major;

let types = [];
for (const { major, package_dir } of versions) {
  const resources = read_provider(package_dir).map(({ name, attributes }) => ({ name, type: 'object', attributes }));
  types = merge(types, marked(resources, major));
}
write_data(output, versions.map((version) => version.source), notes, lines_of(types, 0, {}));
